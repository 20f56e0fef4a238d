/// What the keyboard or the system sent.
enum KeyEvent: Equatable {
  case character(Unicode.Scalar)
  case special(SpecialKey)
  /// Text in brackets, as it came.
  case paste([UInt8])
  case signals(SignalSet)
  case end
  case failed(errno: Int32)
}

/// Keys without a character of their own.
///
/// libedit binds functions to characters, so each has a C1 control character, which no keyboard
/// sends and the decoder does not let through.
enum SpecialKey: UInt32, CaseIterable {
  case up = 0x80
  case down, left, right, home, end
  case wordLeft, wordRight, delete
  case enter, lineBreak, backTab, help, pasted
  // Not on any keyboard: how one function calls another.
  case acceptLine, deleteNext, nextCharacter, setMark, killRegion, killLine, yank
  case offered, searched

  /// The key as libedit's `bind` takes it.
  var name: String { String(Character(Unicode.Scalar(rawValue)!)) }
}
