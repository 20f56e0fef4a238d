import PTLang
import VM

/// A compiled program: instructions, where they come from, and the tables they refer to.
struct Code: Sendable {
  var instructions: [Instruction] = []
  /// The expression or statement that each instruction belongs to.
  var ranges: [SourceRange] = []
  /// The innermost statement that each instruction belongs to.
  var statements: [SourceRange] = []

  /// Registers of the outermost frame.
  var registerCount = 0
  var functions: [Function] = []
  var constants: [Constant] = []
  var names = NameTable()
  /// The names of members and functions that instructions mention.
  var members: [Member] = []

  /// The name that each `machine` gives; nil if it is the value of the instruction's register.
  var machines: [String?] = []
  /// The knobs of each `machine NAME with ...`.
  var machineKnobs: [[KnobSite]] = []
  var kernels: [KernelSite] = []
  var files: [FileSite] = []
  var births: [BirthSite] = []
  /// What each `exec` expects.
  var execs: [ExpectationSite?] = []
  var calls: [CallSite] = []
  /// What those calls expect that expect something.
  var expectations: [ExpectationSite] = []
  var assertions: [AssertionSite] = []
  var invariants: [InvariantSite] = []
  var shows: [ShowSite] = []
  var comparisons: [CompareSite] = []
  /// In code that is watched: the variables that statements store values in.
  var declarations: [Declaration] = []
  /// The names that regions can have.
  var regionNames: Set<WorldName> = []

  /// Where each test of the file begins.
  var testStarts: [Int] = []
  /// The counters of processes that `measure` takes down: those that the program asks for.
  var measuredCounters: [ProcessCounter] = []
}

struct Function: Sendable {
  var name: String
  var entry: Int
  var parameterCount: Int
  /// Parameters without a default value come first.
  var requiredCount: Int
  var registerCount: Int
}

/// A value known when compiling.
enum Constant: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case list([Constant])
  /// An errno or signal name, by its place in `Symbols.all`.
  case symbol(Int)
}

/// A name after a dot, or two with a dot between them that are one counter's name.
struct Member: Hashable, Sendable {
  var text: String
  /// The name as a region's, if the program has such a region.
  var region: WorldName?
  /// The counter of processes that it names.
  let processCounter: ProcessCounter?

  init(text: String, region: WorldName?) {
    self.text = text
    self.region = region
    processCounter = ProcessCounter(rawValue: text)
  }
}

struct KernelSite: Sendable {
  /// The name as written; nil if it is the value of the instruction's register.
  var name: String?
  var knobs: [KnobSite]
}

struct KnobSite: Sendable {
  var name: String
  /// The bare word of the value, if it is one: a knob's own word comes first.
  var word: String?
  var range: SourceRange
}

struct FileSite: Sendable {
  var name: WorldName
  /// The verb, for messages.
  var keyword: String
  var kind: FileKind
  var filled: Bool
}

/// A `let` or `var`.
struct Declaration: Sendable {
  var name: SourceRange
  /// Its first value stands in the source.
  var isLiteral: Bool
}

/// `spawn`, `fork`, `thread`: what they make.
struct BirthSite: Sendable {
  var kind: Birth.Kind
  var name: WorldName
  /// The index or range of a family is in the instruction's register.
  var isFamily: Bool
  var expectation: ExpectationSite?
}

struct ExpectationSite: Sendable {
  var isFault: Bool
  /// `EINVAL`, `SIGSEGV` or `any`.
  var name: String
  /// `faults SIGSEGV at ADDR`.
  var hasAddress: Bool

  /// As a message names it.
  var text: String { name == "any" ? (isFault ? "a fault" : "an error") : name }

  init(_ expectation: Expectation) {
    isFault = expectation.isFault
    name = expectation.name.text
    hasAddress = expectation.address != nil
  }
}

/// An `assert`, `require` or `invariant`, with the registers of its sub-expressions.
struct AssertionSite: Sendable {
  enum Kind: Sendable { case assert, require, invariant }

  var kind: Kind
  var range: SourceRange
  var values: [(range: SourceRange, register: Int)]
  /// The register of the reason given.
  var why: Int?
  /// Of an invariant: the register of the return address; the next one says that it is broken.
  var state: Int?
  /// Mentions page tables, or their number.
  var concernsTables: Bool
  /// Mentions the table of an address.
  var asksAddress: Bool
}

/// Where an invariant is checked, and the ones outside of it after it: a subroutine in the registers
/// of its function.
struct InvariantSite: Sendable {
  var entry = 0
  /// The register of the return address; the next one says that it is broken.
  var state: Int
  /// The one that is checked after it.
  var outer: Int?
  /// Of its function, those of the subroutine included.
  var registerCount = 0
}

struct ShowSite: Sendable {
  var topic: String?
  var argumentCount: Int
}

struct CompareSite: Sendable {
  var kernels: [String?]
  var columns: [String]
}
