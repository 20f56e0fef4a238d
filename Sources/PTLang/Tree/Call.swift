/// A statement that asks something of the modelled kernel: a system call, a memory access, or
/// `reclaim`, `swapoff`, `swapon`.
///
/// The parser has sorted the clauses: each clause word stands at most once, belongs to the verb,
/// and the clauses that the verb needs are there (a diagnostic says otherwise).
public struct Call: Hashable, Sendable {
  public var verb: Verb
  public var verbRange: SourceRange
  /// The operands without a clause word, in order: TARGET of most verbs; FILE and/or SIZE of
  /// `mmap`; SIZE of `brk` and `swapon`; FILE and SIZE of `truncate`; N of `reclaim`.
  public var operands: [Expression]
  public var clauses: [Clause]
  public var expectation: Expectation?

  public init(
    verb: Verb, verbRange: SourceRange, operands: [Expression] = [], clauses: [Clause] = [],
    expectation: Expectation? = nil
  ) {
    self.verb = verb
    self.verbRange = verbRange
    self.operands = operands
    self.clauses = clauses
    self.expectation = expectation
  }

  public enum Verb: String, Hashable, Sendable, CaseIterable {
    case mmap, munmap, mprotect, mremap, madvise, mlock, munlock, msync, brk, truncate, remap
    case read, write, execute
    case reclaim, swapoff, swapon
  }

  /// The clause of that kind, if it is there.
  public subscript(_ kind: Clause.Kind) -> Clause? {
    clauses.first { $0.kind == kind }
  }
}

/// A clause of a call: its word and what follows the word.
public struct Clause: Hashable, Sendable {
  public var kind: Kind
  public var range: SourceRange
  /// What follows the clause word: nothing for a bare word (`populate`), one expression for most
  /// (`at E`, `len N`), the number and the seed for `random N seed S`.
  public var arguments: [Expression]
  /// The raw word of `prot rw`, `madvise T dontneed`, `as NAME`; nil for the others and for a
  /// computed `prot (e)`, whose expression is the argument.
  public var word: Name?

  public init(
    kind: Kind, range: SourceRange, arguments: [Expression] = [], word: Name? = nil
  ) {
    self.kind = kind
    self.range = range
    self.arguments = arguments
    self.word = word
  }

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    // mmap
    case shared, `private`, anon, prot, offset, fixed, align, populate, locked, noreserve
    case growsdown, readonly, reopen
    /// `size E` of mmap and mremap.
    case size
    // mremap
    case maymove, to, dontunmap
    /// `as NAME` of mmap and mremap.
    case `as`
    /// The advice word of `madvise`, as `word`.
    case advice
    // Range clauses. `pages A..B` has one argument, a range expression.
    case at, len, page, pages
    // Accesses. `value` is `= V`; `random` has two arguments, N and the seed.
    case every, random, value
  }
}

/// `fails EINVAL`, `faults SIGSEGV at ADDR`, `fails any`.
public struct Expectation: Hashable, Sendable {
  /// `fails` for an errno, `faults` for a signal.
  public var isFault: Bool
  /// `EINVAL`, `SIGSEGV` or `any`.
  public var name: Name
  /// The address of `faults SIGSEGV at ADDR`.
  public var address: Expression?
  public var range: SourceRange

  public init(isFault: Bool, name: Name, address: Expression?, range: SourceRange) {
    self.isFault = isFault
    self.name = name
    self.address = address
    self.range = range
  }
}
