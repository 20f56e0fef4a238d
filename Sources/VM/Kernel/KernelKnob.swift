/// A rule of a kernel that a scenario may change.
public struct KernelKnob: Sendable {
  public enum Domain: Hashable, Sendable {
    /// One of these words.
    case words([String])
    /// A whole number in this range.
    case integer(ClosedRange<Int>)
    /// One of these whole numbers.
    case numbers([Int])
    /// `on` or `off`; also true or false, 1 or 0.
    case toggle
  }

  public let name: String
  public let summary: String
  public let domain: Domain
  /// What it is until it is turned, in words, where that is no value.
  public let unturned: String
  /// The rule that it sets; nil there is a rule that is left to the machine.
  let rule: any WritableKeyPath<Kernel, KnobValue?> & Sendable

  init(
    _ name: String, _ summary: String, _ domain: Domain,
    _ rule: any WritableKeyPath<Kernel, KnobValue?> & Sendable, unturned: String = "none"
  ) {
    self.name = name
    self.summary = summary
    self.domain = domain
    self.unturned = unturned
    self.rule = rule
  }

  /// What it can be, as a phrase: `knob 'match' is one of identical, file`.
  public var expectation: String { "knob '\(name)' is \(domain.phrase)" }
}

/// The value of a knob.
public enum KnobValue: Hashable, Sendable {
  case word(String)
  case integer(Int)
  case toggle(Bool)
}

/// Why a knob could not be set; the description is a phrase for people.
public struct KnobError: Error, Hashable, CustomStringConvertible {
  public let description: String
}

extension Kernel {
  /// The knob of that name.
  public func knob(_ name: String) -> KernelKnob? { knobs.first { $0.name == name } }

  /// What the knob is now; nil where the rule is left to the machine.
  public func value(of knob: KernelKnob) -> KnobValue? { self[keyPath: knob.rule] }

  /// This kernel with a knob turned.
  ///
  /// - Throws: `KnobError` if the kernel has no such knob or the value is not one of its values.
  public func with(knob name: String, _ given: KnobValue) throws(KnobError) -> Kernel {
    guard let knob = knob(name) else {
      throw KnobError(description: "kernel '\(self.name)' has no knob '\(name)'")
    }
    guard let value = knob.domain.value(given) else {
      throw KnobError(description: knob.expectation)
    }
    var kernel = self
    kernel[keyPath: knob.rule] = value
    return kernel
  }
}

/// Knobs are told apart by their names.
extension KernelKnob: Hashable {
  public static func == (a: KernelKnob, b: KernelKnob) -> Bool { a.name == b.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension KernelKnob.Domain {
  /// The value in the form that rules have; nil if it is none of the domain's.
  public func value(_ given: KnobValue) -> KnobValue? {
    switch (self, given) {
    case (.words(let words), .word(let word)): words.contains(word) ? given : nil
    case (.integer(let range), .integer(let number)): range.contains(number) ? given : nil
    case (.numbers(let numbers), .integer(let number)): numbers.contains(number) ? given : nil
    case (.toggle, .toggle), (.toggle, .word("on")), (.toggle, .integer(1)):
      given == .toggle(false) ? given : .toggle(true)
    case (.toggle, .word("off")), (.toggle, .integer(0)): .toggle(false)
    default: nil
    }
  }

  /// Its values, in words.
  public var phrase: String {
    switch self {
    case .words(let words): "one of \(words.joined(separator: ", "))"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .numbers(let numbers):
      "one of \(numbers.map(String.init).joined(separator: ", "))"
    case .toggle: "on or off"
    }
  }
}

// MARK: Rules as the values of knobs

extension SharingRules.Attach {
  var knobValue: KnobValue? {
    get { .word(rawValue) }
    set {
      if case .word(let word)? = newValue, let rule = Self(rawValue: word) { self = rule }
    }
  }
}

extension CostProfile {
  var knobValue: KnobValue? {
    get { .word(name) }
    set {
      if case .word(let word)? = newValue, let profile = Self.named(word) { self = profile }
    }
  }
}

extension Int? {
  var knobValue: KnobValue? {
    get { map { .integer($0) } }
    set { if case .integer(let number)? = newValue { self = number } }
  }
}

extension Bool {
  var knobValue: KnobValue? {
    get { .toggle(self) }
    set { if case .toggle(let isOn)? = newValue { self = isOn } }
  }
}
