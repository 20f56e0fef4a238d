import PTLang
import VM

/// Notes what each failing assertion of a run reads: itself, in functions that it calls, and by
/// variables that hold what was read before.
final class ReadRecorder {
  private let code: Code
  /// Statements that have acted on the world.
  var tick = 0
  /// The reads of each failed assertion so far.
  private(set) var failures: [[NotedRead]] = []

  /// What is being read now, the innermost last.
  private var open: [Collecting] = []
  /// Where the records that scripts hold come from, by handle.
  private var origins: [Int: Origin] = [:]
  private var variables: [Int: Variable] = [:]

  private struct Collecting {
    /// The instruction that began it, and how deep in calls that was.
    let begin: SourceRange
    let depth: Int
    var set = ReadSet()
  }

  private enum Origin {
    case measured(from: Int, through: Int)
    case measuredProcess(Value, from: Int, through: Int)
    case entry(process: Value, method: String, address: Int, tick: Int)
  }

  private struct Variable {
    /// What its value was made from.
    var reads: ReadSet
    /// It is one number, text or the like.
    var isPlain: Bool
  }

  init(code: Code) { self.code = code }

  func assertionFailed() { failures.append(open.last?.set.reads ?? []) }

  // MARK: What reads

  /// Reads are noted from here on, until `end`.
  func begin(_ range: SourceRange, depth: Int) {
    // What a `break` or `return` has left open.
    while let last = open.last, last.depth > depth || (last.depth == depth && last.begin == range) {
      open.removeLast()
    }
    open.append(Collecting(begin: range, depth: depth))
  }

  @discardableResult
  func end(_ range: SourceRange, depth: Int) -> ReadSet {
    guard let place = open.lastIndex(where: { $0.depth == depth && $0.begin == range }) else {
      return ReadSet()
    }
    let set = open[place].set
    open.removeSubrange(place...)
    return set
  }

  private func note(_ read: NotedRead) {
    if !open.isEmpty { open[open.count - 1].set.add(read) }
  }

  // MARK: Reads

  func note(_ read: Read, at place: SourceRange) { note(NotedRead(read: read, place: place)) }

  /// `object.member`.
  func note(_ number: Int, of object: Value, at place: SourceRange) {
    let member = code.members[number]
    switch object.tag {
    case .process:
      guard member.processCounter != nil || PropertyNames.process.contains(member.text) else {
        return
      }
      note(.member(object, number), at: place)
    case .file, .region: note(.member(object, number), at: place)
    case .record:
      guard let origin = origins[object.bits] else { return }
      note(member, number, of: origin, at: place)
    default: return
    }
  }

  private func note(_ member: Member, _ number: Int, of origin: Origin, at place: SourceRange) {
    switch origin {
    case .measured(let from, let through):
      guard let counter = GlobalCounter.allCases.firstIndex(where: { $0.rawValue == member.text })
      else { return }
      note(
        NotedRead(
          read: .counter(counter), place: place, from: from, through: through, isMeasured: true))
    case .measuredProcess(let process, let from, let through):
      note(
        NotedRead(
          read: .member(process, number), place: place, from: from, through: through,
          isMeasured: true))
    case .entry(let process, let method, let address, let tick):
      // The field instead of the record.
      if !open.isEmpty {
        let record = Read.address(process: process, method: method, address: address, field: nil)
        open[open.count - 1].set.removeAll { $0.read == record && place.contains($0.place) }
      }
      note(
        NotedRead(
          read: .address(process: process, method: method, address: address, field: member.text),
          place: place, through: tick < self.tick ? tick : Int.max))
    }
  }

  /// `measurement.of(process)`.
  func note(of process: Value, in measurement: Value, is result: Value) {
    guard case .measured(let from, let through)? = origins[measurement.bits] else { return }
    origins[result.bits] = .measuredProcess(process, from: from, through: through)
  }

  /// `object.name(address)`.
  func note(
    _ name: String, of object: Value, _ address: Int, is result: Value, at place: SourceRange
  ) {
    if result.tag == .record {
      origins[result.bits] = .entry(process: object, method: name, address: address, tick: tick)
    }
    guard !open.isEmpty else { return }
    // Where a region begins is part of the question.
    open[open.count - 1].set.removeAll { read in
      guard case .member(let base, _) = read.read else { return false }
      return base.tag == .region && place.contains(read.place)
    }
    note(.address(process: object, method: name, address: address, field: nil), at: place)
  }

  // MARK: Measurements

  func measurementBegan(_ record: Value) {
    origins[record.bits] = .measured(from: tick, through: Int.max)
  }

  func measurementEnded(_ begun: Value, _ record: Value) {
    guard case .measured(let from, _)? = origins[begun.bits] else { return }
    origins[record.bits] = .measured(from: from, through: tick)
  }

  // MARK: Variables

  func readVariable(_ declaration: Int, at place: SourceRange) {
    guard !open.isEmpty, let variable = variables[declaration] else { return }
    for read in variable.reads.reads { note(read) }
    if variable.isPlain { note(.variable(declaration), at: place) }
  }

  func storeVariable(_ declaration: Int, _ value: Value, _ reads: ReadSet) {
    let isMeasurement: Bool
    if value.tag == .record, case .measured? = origins[value.bits] {
      isMeasurement = true
    } else {
      isMeasurement = false
    }
    variables[declaration] = Variable(
      // Of a measurement what counts is what is asked of it.
      reads: isMeasurement ? ReadSet() : reads.upTo(tick), isPlain: value.isPlain)
  }
}

extension Value {
  fileprivate var isPlain: Bool {
    switch tag {
    case .null, .boolean, .integer, .float, .string, .frame, .table: true
    default: false
    }
  }
}
