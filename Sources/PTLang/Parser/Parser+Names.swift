// Names that are declared, and the ones that may not be.

extension Parser {
  enum Declared: String {
    case variable, parameter, function, process, region, file, snapshot, knob

    /// Lives in the world: is found by its bare name beside clauses and counters.
    var isWorldName: Bool { self == .process || self == .region || self == .file }
  }

  /// A name that a statement declares. A name that would hide a word of the language is reported
  /// and kept.
  mutating func parseName(of what: Declared, after before: String) -> Name {
    mayStand(.newName)
    guard current.kind == .word, !isAtLineStart else {
      lose(
        .expectedName,
        "expected the name of a \(what.rawValue) after \(before), found "
          + currentDescription)
      return Name(text: "", range: range(previousUpper, previousUpper))
    }
    let name = Name(text: current.text, range: currentRange)
    refuse(name, as: what)
    advance()
    return name
  }

  private mutating func refuse(_ name: Name, as what: Declared) {
    if what == .knob { return }
    let hint = "choose another name"
    if Vocabulary.reserved.contains(name.text) {
      report(
        .reservedName, "'\(name.text)' is a word of the language and names no \(what.rawValue)",
        name.range, hint: hint)
    } else if what.isWorldName, Vocabulary.clauseNames.contains(name.text) {
      report(
        .ambiguousName, "'\(name.text)' is a clause and names no \(what.rawValue)", name.range,
        hint: hint)
    } else if what.isWorldName, Vocabulary.propertyNames.contains(name.text) {
      report(
        .ambiguousName, "'\(name.text)' is a property and names no \(what.rawValue)", name.range,
        hint: hint)
    }
  }
}
