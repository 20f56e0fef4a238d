/// Turns bytes into keys: UTF-8, escape sequences, pasted text.
///
/// libedit would wait for the rest of an escape sequence for ever; here an escape that nothing
/// follows is a key. Unknown sequences, broken UTF-8 and C1 characters are dropped.
struct KeyDecoder {
  /// Sequences that the user bound to something: they pass as they are.
  var userSequences: Set<[UInt8]> = []
  private var held: [UInt8] = []
  private var ready: [KeyEvent] = []

  /// Where bytes come from; the parameter is a timeout in milliseconds, nil for ever.
  typealias Source = (Int32?) -> ByteInput.Event

  /// Milliseconds in which the rest of a sequence must come.
  private static let sequenceTimeout: Int32 = 40
  /// Bytes; longer sequences are no keys.
  private static let sequenceLimit = 32
  /// Bytes; more of a paste is dropped.
  static let pasteLimit = 16 << 20

  /// Whether a key is there already.
  var isPending: Bool { !held.isEmpty || !ready.isEmpty }

  mutating func discard() {
    held = []
    ready = []
  }

  /// The next key, as soon as it is there.
  mutating func next(_ source: Source) -> KeyEvent {
    while true {
      if !ready.isEmpty { return ready.removeFirst() }
      switch held.isEmpty ? source(nil) : .byte(held.removeFirst()) {
      case .byte(let byte): decode(byte, source)
      case .signal(let signals): return .signals(signals)
      case .timeout: break
      case .end: return .end
      case .failed(let error): return .failed(errno: error)
      }
    }
  }

  private mutating func decode(_ byte: UInt8, _ source: Source) {
    switch byte {
    case 0x1B: decodeEscape(source)
    case 0x0A, 0x0D: ready.append(.special(.enter))
    case ..<0x80: ready.append(.character(Unicode.Scalar(byte)))
    default: decodeUTF8(byte, source)
    }
  }

  /// The next byte of something that has begun; nil if none comes in time.
  private mutating func continuation(_ source: Source) -> UInt8? {
    if !held.isEmpty { return held.removeFirst() }
    while true {
      switch source(Self.sequenceTimeout) {
      case .byte(let byte): return byte
      case .signal(let signals): ready.append(.signals(signals))
      case .timeout: return nil
      case .end:
        ready.append(.end)
        return nil
      case .failed(let error):
        ready.append(.failed(errno: error))
        return nil
      }
    }
  }

  // MARK: Characters

  private mutating func decodeUTF8(_ first: UInt8, _ source: Source) {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    var bytes = [first]
    while bytes.count < length, let byte = continuation(source) {
      guard byte & 0xC0 == 0x80 else {
        held.insert(byte, at: 0)
        return
      }
      bytes.append(byte)
    }
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    guard scalars.count == 1, scalars[0] != "\u{FFFD}", scalars[0].value >= 0xA0 else { return }
    ready.append(.character(scalars[0]))
  }

  // MARK: Sequences

  private mutating func decodeEscape(_ source: Source) {
    switch continuation(source) {
    case UInt8(ascii: "["): decodeControlSequence([0x1B, UInt8(ascii: "[")], source)
    case UInt8(ascii: "O"): decodeSingleShift(source)
    case 0x0A, 0x0D: ready.append(.special(.lineBreak))
    case let other:
      ready.append(.character("\u{1B}"))
      if let other { held.insert(other, at: 0) }
    }
  }

  private mutating func decodeSingleShift(_ source: Source) {
    guard let final = continuation(source) else {
      ready += [.character("\u{1B}"), .character("O")]
      return
    }
    if passes([0x1B, UInt8(ascii: "O"), final]) { return }
    switch final {
    case UInt8(ascii: "P"): ready.append(.special(.help))
    case ..<0x20: held.insert(final, at: 0)
    default: ready += Self.cursorKey(final, modifier: 1).map { [.special($0)] } ?? []
    }
  }

  private mutating func decodeControlSequence(_ start: [UInt8], _ source: Source) {
    var sequence = start
    while let byte = continuation(source) {
      // A control character, Ctrl-C for one, ends it and counts.
      guard byte >= 0x20, byte < 0x7F else {
        held.insert(byte, at: 0)
        return
      }
      sequence.append(byte)
      // The Linux console sends ESC [ [ A for F1.
      let isFinal = byte >= 0x40 && !(byte == UInt8(ascii: "[") && sequence.count == 3)
      if isFinal || sequence.count > Self.sequenceLimit { break }
    }
    if passes(sequence) { return }
    if sequence == Array("\u{1B}[200~".utf8) {
      collectPaste(source)
    } else if let key = Self.key(for: sequence) {
      ready.append(.special(key))
    }
  }

  private mutating func passes(_ sequence: [UInt8]) -> Bool {
    guard userSequences.contains(sequence) else { return false }
    ready += sequence.map { .character(Unicode.Scalar($0)) }
    return true
  }

  private static func key(for sequence: [UInt8]) -> SpecialKey? {
    guard let final = sequence.last, sequence.count > 2 else { return nil }
    let body = String(decoding: sequence[2..<(sequence.count - 1)], as: UTF8.self)
    if body == "[" { return final == UInt8(ascii: "A") ? .help : nil }
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 1 }
    let modifier = numbers.count > 1 ? numbers[1] : 1
    switch (final, numbers.first ?? 1) {
    case (UInt8(ascii: "~"), let number): return editingKeys[number]
    case (UInt8(ascii: "u"), 13): return modifier == 1 ? .enter : .lineBreak
    case (UInt8(ascii: "Z"), _): return .backTab
    default: return cursorKey(final, modifier: modifier)
    }
  }

  private static let editingKeys: [Int: SpecialKey] = [
    1: .home, 7: .home, 4: .end, 8: .end, 3: .delete, 11: .help,
  ]

  private static func cursorKey(_ final: UInt8, modifier: Int) -> SpecialKey? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): modifier > 2 ? .wordRight : .right
    case UInt8(ascii: "D"): modifier > 2 ? .wordLeft : .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P"): .help
    default: nil
    }
  }

  // MARK: Paste

  /// Everything up to the closing bracket, however long it takes.
  private mutating func collectPaste(_ source: Source) {
    let end = Array("\u{1B}[201~".utf8)
    var text = held
    held = []
    while true {
      // A closing bracket that never comes: Ctrl-C with nothing after it is the user's.
      let isInterrupt = text.last == 3
      switch source(isInterrupt ? 4 * Self.sequenceTimeout : nil) {
      case .byte(let byte):
        text.append(byte)
        if byte == end.last, text.suffix(end.count).elementsEqual(end) {
          text.removeLast(end.count)
          ready.append(.paste(text))
          return
        }
        // The end must still be found, so the room is made before it.
        if text.count > Self.pasteLimit { text.remove(at: text.count - end.count - 1) }
      case .timeout:
        ready.append(.character("\u{3}"))
        return
      case .signal(let signals):
        ready.append(.signals(signals))
        // Interrupted or ended; a resize leaves the paste going on.
        if signals.ending != nil || signals.contains(.interrupt) { return }
      case .end:
        ready.append(.end)
        return
      case .failed(let error):
        ready.append(.failed(errno: error))
        return
      }
    }
  }
}
