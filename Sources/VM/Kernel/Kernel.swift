/// A modelled kernel: its name and its rules, as data.
///
/// The fault path and the system calls are written once and ask these rules.
public struct Kernel: Hashable, Sendable {
  public let name: String
  /// One line for people.
  public let summary: String
  public internal(set) var sharing: SharingRules
  /// The knobs that `kernel NAME with ...` may turn.
  public let knobs: [KernelKnob]
}

/// Which leaf tables processes share, and when.
public struct SharingRules: Hashable, Sendable {
  /// When a faulting address space may attach to another one's table of a shared file mapping.
  public enum Attach: String, Hashable, Sendable, CaseIterable {
    /// Never: every address space has tables of its own.
    case never
    /// The same file at the same offset, mapped by a vma of the same start, end and offset at the
    /// same address (2002).
    case identical
    /// The same file at a congruent offset, whatever the address.
    case file
  }

  public var attach: Attach
  /// At fork, an address space with more leaf tables than this shares them copy-on-write instead
  /// of copying them; nil for a kernel that always copies.
  public var forkThreshold: Int?
}

/// A rule of a kernel that a scenario may change.
public struct KernelKnob: Hashable, Sendable {
  public enum Domain: Hashable, Sendable {
    /// One of these words.
    case words([String])
    /// A whole number in this range.
    case integer(ClosedRange<Int>)
  }

  public let name: String
  public let summary: String
  public let domain: Domain
}

/// The value given for a knob.
public enum KnobValue: Hashable, Sendable {
  case word(String)
  case integer(Int)
}

/// Why a knob could not be set; the description is a phrase for people.
public struct KnobError: Error, Hashable, CustomStringConvertible {
  public let description: String
}
