import PTLang

/// Resolves the names of a program and turns it into bytecode, in one walk over each file.
///
/// What is wrong with names is collected, with a place; code with errors is never run.
final class Compiler {
  var code = Code()
  var diagnostics: [Diagnostic] = []
  let files: FileSet
  /// Everything that a statement of the program can create.
  var worldNames = WorldNames()

  var scopes: [Scope] = []
  var frame = Frame(isOutermost: true)
  /// Inside `p.value(...)` and the like: the register that holds p.
  var regionOwner: Int?
  /// Inside `mmap`, whose operands may be clause words that were misspelled: those words.
  var clauseWords: [String] = []
  /// Inside `assert` and the like: the sub-expressions whose values a failure shows.
  var recorded: [(range: SourceRange, register: Int)]?
  /// The next statement is all of a subject's block: exactly one process is current.
  var isOneCurrent = false
  /// The innermost statement that is being compiled.
  var statement = SourceRange(lower: 0, upper: 0)
  /// Property names that the program mentions: what `measure` takes down of processes.
  var mentionedMembers: Set<String> = []
  var measuresProcesses = false
  /// The statements of functions are followed by checks for their callers.
  var hasInvariants = false
  /// A statement could not be parsed: a name that seems unknown may have been created there.
  var hasGaps = false
  var constants: [Constant: Int] = [:]
  var members: [Member: Int] = [:]
  /// The code tells a `Watch` what it does.
  let isWatched: Bool
  /// The libraries that have been compiled, by file number.
  var included: Set<Int> = []
  /// The code is that of a session's inputs.
  let isSession: Bool
  /// In a session at the prompt: a call alone prints its value too.
  var printsCalls = false
  /// What is known of the world in which the statement runs that is being compiled.
  var written = WrittenWorld.unknown
  /// In a session: where the variable or function is declared that a name means, for the names of
  /// each file.
  var declarations: [Int32: [SourceRange: SourceRange]] = [:]

  init(files: FileSet, isWatched: Bool = false, isSession: Bool = false) {
    self.files = files
    self.isWatched = isWatched
    self.isSession = isSession
  }

  // MARK: Emitting

  @discardableResult
  func emit(_ op: Opcode, a: Int = 0, b: Int = 0, c: Int = 0, at range: SourceRange) -> Int {
    append(Instruction(op, a: a, b: b, c: c), at: range)
  }

  @discardableResult
  func emit(_ op: Opcode, a: Int = 0, x: Int, at range: SourceRange) -> Int {
    append(Instruction(op, a: a, x: x), at: range)
  }

  private func append(_ instruction: Instruction, at range: SourceRange) -> Int {
    code.instructions.append(instruction)
    code.ranges.append(range)
    code.statements.append(statement)
    return code.instructions.count - 1
  }

  /// The instruction that is emitted next.
  var here: Int { code.instructions.count }

  /// Lets a jump that was emitted before go to the next instruction, or to `target`.
  func patch(_ jump: Int, to target: Int? = nil) {
    let old = code.instructions[jump]
    code.instructions[jump] = Instruction(old.op, a: old.a, x: (target ?? here) - (jump + 1))
  }

  func patch(_ jumps: [Int]) {
    for jump in jumps { patch(jump) }
  }

  func emitJump(_ op: Opcode, a: Int = 0, to target: Int, at range: SourceRange) {
    emit(op, a: a, x: target - (here + 1), at: range)
  }

  // MARK: Registers

  static let maximumRegisters = 60_000

  func allocate() -> Int {
    if frame.next >= Self.maximumRegisters {
      if !frame.isTooLarge {
        report(.tooLarge, "too many values at a time", statement)
        frame.isTooLarge = true
      }
      frame.next = frame.firstFree
    }
    frame.next += 1
    frame.registerCount = max(frame.registerCount, frame.next)
    return frame.next - 1
  }

  /// Gives back the registers from `mark` on, unless a failed assertion may want to show them.
  func release(to mark: Int) {
    if recorded == nil { frame.next = mark }
  }

  // MARK: Tables

  func constant(_ value: Constant) -> Int {
    if let known = constants[value] { return known }
    code.constants.append(value)
    constants[value] = code.constants.count - 1
    return code.constants.count - 1
  }

  // MARK: Diagnostics

  private static let maximumDiagnostics = 50

  /// More is of no use to anybody.
  var hasReportedEnough: Bool { diagnostics.count >= Self.maximumDiagnostics }

  func report(
    _ code: RunCode, _ message: String, _ range: SourceRange, hint: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    guard !hasReportedEnough else { return }
    let chain = files.chain(to: range.file).map { place in
      Diagnostic.Note(message: "used from here", range: place)
    }
    diagnostics.append(
      Diagnostic(
        code: code.rawValue, message: message, range: range, notes: notes + chain, hint: hint))
  }

  func reportNotModelled(_ what: String, _ range: SourceRange) {
    report(.notModelled, "\(what) is not modelled yet", range)
  }
}

/// The registers and jumps of the function that is being compiled, or of the outermost code.
struct Frame {
  let isOutermost: Bool
  var next = 0
  var registerCount = 0
  /// Where registers begin that are not parameters.
  var firstFree = 0
  var isTooLarge = false
  var loops: [Loop] = []
  /// What was current before each subject, block of `spawn` or `fork` that is open.
  var savedCurrents: [Int] = []
  var invariants: [PendingInvariant] = []

  init(isOutermost: Bool) { self.isOutermost = isOutermost }

  struct Loop {
    var breaks: [Int] = []
    var continues: [Int] = []
    /// How many of `savedCurrents` were open outside.
    let depth: Int
  }
}

/// An invariant's check, compiled once the function is complete: its registers lie above all
/// others, so that it can run after any statement.
struct PendingInvariant {
  let condition: Expression
  let range: SourceRange
  let scopes: [Scope]
  let statement: SourceRange
  /// Its place in `code.invariants`.
  let number: Int
  /// The register of the return address.
  let state: Int
  /// The invariant of the same block or an outer one that is checked next.
  let outer: Int?
  /// The instructions that go here.
  var callers: [Int] = []
}
