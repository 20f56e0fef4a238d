/// A block `{ ... }`, or the top level of a file.
public struct Block: Hashable, Sendable {
  public var statements: [Statement]
  public var range: SourceRange

  public init(_ statements: [Statement], range: SourceRange) {
    self.statements = statements
    self.range = range
  }
}

/// A statement with its place in the source.
public struct Statement: Hashable, Sendable {
  public var kind: Kind
  public var range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  public indirect enum Kind: Hashable, Sendable {
    /// Something that is no statement; a diagnostic says so.
    case missing

    // Values and control.
    case declare(isMutable: Bool, Name, Expression)
    /// `target op= value`; `op` is nil for a plain `=`. The target is a `name` or an `index`.
    case assign(target: Expression, op: BinaryOperator?, value: Expression)
    case expression(Expression)
    case `if`([Branch], otherwise: Block?)
    case forIn(Name, Expression, Block)
    case whileLoop(Expression, Block)
    case repeatLoop(Expression, Block)
    case breakLoop
    case continueLoop
    case define(Name, [Parameter], Block)
    case returnValue(Expression?)
    /// `use "lib.pts"`.
    case include(path: Name)

    // The world.
    case machine(Selector, [Knob])
    case kernel(Selector, [Knob])
    case file(FileDeclaration)
    /// `spawn`, `fork`, `thread`.
    case birth(Birth)
    case exec(Expectation?)
    case exit
    /// `use p2`: makes p2 the current process.
    case useProcess(Expression)
    /// `SUBJECT: statement` (a block of one) or `SUBJECT: { ... }`.
    case subject(Expression, Block, isBraced: Bool)
    /// A system call or an access, with what is expected of it.
    case call(Call)

    // Asserting and measuring.
    case assert(Expression, why: Expression?)
    case require(Expression, why: Expression?)
    case invariant(Expression)
    case whatif(Block)
    case snapshot(Name)
    case restore(Name)
    case compare(kernels: [Selector], Block, show: [Expression])
    case test(TestDeclaration)
    case skip(condition: Expression?, reason: Expression?)
    case xfail(reason: Expression?)
    case tag([Expression])
    case print([Expression])
    case show(ShowRequest)
  }
}

/// One arm of an `if`: its condition and what runs when it holds.
public struct Branch: Hashable, Sendable {
  public var condition: Expression
  public var body: Block

  public init(condition: Expression, body: Block) {
    self.condition = condition
    self.body = body
  }
}

public struct Parameter: Hashable, Sendable {
  public var name: Name
  public var defaultValue: Expression?

  public init(name: Name, defaultValue: Expression?) {
    self.name = name
    self.defaultValue = defaultValue
  }
}

/// A machine or kernel name as written: a raw word (`i386-pae`, or a variable's name) or a string.
public struct Selector: Hashable, Sendable {
  public var word: Name
  /// Written as a string, whose value (interpolation allowed) is the name.
  public var string: Expression?

  public init(word: Name, string: Expression? = nil) {
    self.word = word
    self.string = string
  }
}

/// `name = value` after `with`. The value is an expression; a bare word in it (`identical`) is a
/// `name` whose first meaning is one of the knob's own words.
public struct Knob: Hashable, Sendable {
  public var name: Name
  public var value: Expression

  public init(name: Name, value: Expression) {
    self.name = name
    self.value = value
  }
}

/// `file NAME SIZE ...`, `shm NAME SIZE ...`.
public struct FileDeclaration: Hashable, Sendable {
  public var isShm: Bool
  public var name: Name
  public var size: Expression
  public var filled: Bool
  public var hugetlb: Bool

  public init(isShm: Bool, name: Name, size: Expression, filled: Bool, hugetlb: Bool) {
    self.isShm = isShm
    self.name = name
    self.size = size
    self.filled = filled
    self.hugetlb = hugetlb
  }
}

/// `spawn NAME`, `fork NAME`, `thread NAME`: a new process, or the members of a family.
public struct Birth: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case spawn, fork, thread }

  public var kind: Kind
  public var name: ProcessName
  /// What runs in the new process; never of a `thread`.
  public var block: Block?
  /// What is expected of it; never beside a block.
  public var expectation: Expectation?

  public init(
    kind: Kind, name: ProcessName, block: Block? = nil, expectation: Expectation? = nil
  ) {
    self.kind = kind
    self.name = name
    self.block = block
    self.expectation = expectation
  }
}

/// The process or processes that `spawn`, `fork` and `thread` make: `p`, `p[1..100]`, `g[0]`.
public struct ProcessName: Hashable, Sendable {
  public var name: Name
  /// An index, or a range expression; nil for a single process.
  public var index: Expression?

  public init(name: Name, index: Expression?) {
    self.name = name
    self.index = index
  }
}

public struct TestDeclaration: Hashable, Sendable {
  public var title: Expression
  /// `for k in [...], n in [...]`: one test per combination.
  public var parameters: [TestParameter]
  public var body: Block

  public init(title: Expression, parameters: [TestParameter], body: Block) {
    self.title = title
    self.parameters = parameters
    self.body = body
  }
}

public struct TestParameter: Hashable, Sendable {
  public var name: Name
  public var values: Expression

  public init(name: Name, values: Expression) {
    self.name = name
    self.values = values
  }
}

/// `show WHAT`: a topic word (`pagetables`, `vmas`, `pte`, ...) with its arguments, or, when
/// `topic` is nil, one expression (`show p1`).
public struct ShowRequest: Hashable, Sendable {
  public var topic: Name?
  public var arguments: [Expression]

  public init(topic: Name?, arguments: [Expression]) {
    self.topic = topic
    self.arguments = arguments
  }
}
