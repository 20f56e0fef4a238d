import PTLang
import VM

/// One run of a program: its values, its world, and what it has to say.
final class Runner {
  let code: Code
  /// Where each file is used; see `FileSet`.
  let uses: [SourceRange?]
  let options: Options
  let emit: (Event) -> Void

  let heap: Heap
  var world: World
  /// The values of `code.constants`, as many as have been made.
  let constants: UnsafeMutablePointer<Value>
  private var constantCount = 0
  var parameters: [Value] = []
  /// The test of the file that runs.
  let test: Int

  // The stack of registers; see `execute`.
  private(set) var stack: UnsafeMutablePointer<Value>
  private(set) var stackCapacity: Int
  let instructions: UnsafePointer<Instruction>
  let functions: UnsafeMutablePointer<FunctionEntry>
  let frames: UnsafeMutablePointer<CallFrame>
  var depth = 0

  /// Steps that are left beyond those that the run loop has been given.
  var stepsLeft: Int
  /// What is left of those.
  var granted = 0
  /// How often it has been given some.
  private(set) var portions = 0
  /// The instruction that is running, if it acts on the world or has left the run loop.
  var place = 0
  /// The end of the statement after which invariants are being checked.
  var guardedPlace = 0
  /// What an invariant calls is not checked itself.
  var isCheckingCallers = false
  var statementsRun = 0
  var hasCorrupted = false

  var assertions = 0
  var failures = 0
  var hasDefect = false
  var expectsFailure = false
  var expectedFailureReason: String?
  var comparisons: [Comparing] = []

  /// Sees what the run reads and changes, if it is one that explains a failure of another.
  let watch: Watch?
  /// Explains the failures of this run, if somebody wants to know.
  let historian: Historian?
  /// Mappings that explanations of failures may still look at: a loop of failures in a large world
  /// would not come to an end.
  var explanationBudget = 1_000_000
  /// What goes on from input to input, if the run is one of a session.
  let session: SessionState?
  /// Something is to be told after every statement.
  let isObserved: Bool
  /// The cost of what has run, up to the last statement that was told.
  var costTold = 0

  struct FunctionEntry {
    var entry: Int
    var registerCount: Int
  }

  struct CallFrame {
    var returnAddress: Int
    var baseOffset: Int
    /// The innermost call, this one or one outside of it, that was made under an invariant; -1 if
    /// there is none.
    var guardedCall: Int
    /// The invariant in force where it was made, as in the instruction.
    var invariant: Int
  }

  init(
    code: Code, uses: [SourceRange?], options: Options, test: Int, watch: Watch? = nil,
    historian: Historian? = nil, session: SessionState? = nil, emit: @escaping (Event) -> Void
  ) {
    self.code = code
    self.uses = uses
    self.options = options
    self.watch = watch
    self.historian = historian
    self.session = session
    isObserved = options.isTracing || watch != nil
    self.emit = emit
    self.test = test
    heap = session?.heap ?? Heap(limit: max(options.limits.valueBytes, 0))
    world = session?.world ?? World(names: code.names, options)
    stepsLeft = max(options.limits.steps, 0)
    stackCapacity = code.registerCount + 1024
    stack = .allocate(capacity: stackCapacity)
    stack.initialize(repeating: .undefined, count: stackCapacity)
    let instructions = UnsafeMutablePointer<Instruction>.allocate(
      capacity: code.instructions.count + 1)
    instructions.initialize(repeating: Instruction(.end), count: code.instructions.count + 1)
    for (index, instruction) in code.instructions.enumerated() { instructions[index] = instruction }
    self.instructions = UnsafePointer(instructions)
    functions = .allocate(capacity: code.functions.count + 1)
    for (index, function) in code.functions.enumerated() {
      functions[index] = FunctionEntry(
        entry: function.entry, registerCount: function.registerCount)
    }
    frames = .allocate(capacity: max(options.limits.callDepth, 0) + 1)
    constants = .allocate(capacity: code.constants.count)
    if let session { resume(session) }
    costTold = world.machine.cost
  }

  private func resume(_ session: SessionState) {
    world.names = code.names
    for (register, value) in session.registers.enumerated() { stack[register] = value }
    for value in session.constants {
      constants[constantCount] = value
      constantCount += 1
    }
  }

  deinit {
    stack.deallocate()
    instructions.deallocate()
    functions.deallocate()
    frames.deallocate()
    constants.deallocate()
  }

  /// Runs the test and says how it ended.
  func run(parameters: [Constant]) -> TestResult {
    var status = TestResult.Status.passed
    do throws(Stop) {
      try configureFromOptions()
      try makeConstants()
      for constant in parameters { self.parameters.append(try value(of: constant)) }
      try execute()
    } catch {
      status = report(error)
    }
    if hasDefect {
      status = .defect
    } else if status == .passed || status == .failed {
      let hasFailed = failures > 0
      if expectsFailure {
        status =
          hasFailed
          ? .expectedFailure(reason: expectedFailureReason)
          : .unexpectedPass(reason: expectedFailureReason)
      } else {
        status = hasFailed ? .failed : .passed
      }
    }
    let steps = max(options.limits.steps, 0) - max(stepsLeft, 0)
    return TestResult(status: status, assertions: assertions, failures: failures, steps: steps)
  }

  /// Makes the values of constants that are not there yet.
  func makeConstants() throws(Stop) {
    for constant in code.constants[constantCount...] {
      constants[constantCount] = try value(of: constant)
      constantCount += 1
    }
    session?.constants = Array(UnsafeBufferPointer(start: constants, count: constantCount))
  }

  private func value(of constant: Constant) throws(Stop) -> Value {
    switch constant {
    case .null: return .null
    case .boolean(let flag): return Value(flag)
    case .integer(let number): return Value(number)
    case .float(let number): return Value(number)
    case .string(let text): return try heap.makeString(text)
    case .symbol(let number): return Value(tag: .symbol, bits: number)
    case .list(let elements):
      var values: [Value] = []
      for element in elements { values.append(try value(of: element)) }
      return try heap.makeList(values)
    }
  }

  /// The innermost call that was made under an invariant; -1 if there is none.
  @inline(__always)
  var guardedCall: Int { depth > 0 ? frames[depth - 1].guardedCall : -1 }

  // MARK: Memory

  /// Makes room for `count` registers from `offset` on.
  func growStack(_ needed: Int) throws(Stop) {
    guard needed > stackCapacity else { return }
    // Deeper calls than this have frames of thousands of registers.
    guard needed <= 8 << 20 else { throw tooDeep() }
    let capacity = max(needed, stackCapacity * 2)
    let grown = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
    grown.initialize(repeating: .undefined, count: capacity)
    grown.update(from: stack, count: stackCapacity)
    stack.deallocate()
    stack = grown
    stackCapacity = capacity
  }

  func tooDeep() -> Stop {
    .problem(
      Problem(
        code: .callDepth, message: "calls are nested more than \(options.limits.callDepth) deep",
        hint: "does a function call itself without end?", concernsStatement: true))
  }

  /// Frees the values that nothing leads to any more; this counts as work, so that a script which
  /// lives close under the limit on values meets the one on steps.
  func collect() throws(Stop) {
    try charge(heap.usedBytes / 128)
    // Of worlds outside of a comparison too: `use []` needs no process.
    let worldValues = ([world] + comparisons.map(\.outer)).flatMap(\.values)
    let others = parameters + worldValues + (session?.values ?? [])
    others.withUnsafeBufferPointer { others in
      heap.collect(roots: [
        UnsafeBufferPointer(start: stack, count: stackCapacity),
        UnsafeBufferPointer(start: constants, count: constantCount), others,
      ])
    }
  }

  // MARK: Steps

  private static let portion = 1 << 14

  /// Gives the run loop some more steps.
  @inline(never)
  func refill() throws(Stop) {
    if options.isInterrupted?() == true { throw .interrupted }
    guard stepsLeft > 0 else { throw outOfSteps() }
    // Not all: `charge` needs some too.
    granted = min((stepsLeft + 1) / 2, Self.portion)
    stepsLeft -= granted
    portions += 1
  }

  /// Counts work that is done in one go.
  func charge(_ steps: Int) throws(Stop) {
    stepsLeft -= min(steps, stepsLeft + 1)
    if stepsLeft < 0 {
      stepsLeft = 0
      throw outOfSteps()
    }
  }

  private func outOfSteps() -> Stop {
    .problem(
      Problem(
        code: .stepLimit, message: "the run took more than \(options.limits.steps) steps",
        hint: "raise the limit with `--max-steps`, or look for a loop without end",
        concernsStatement: true))
  }
}
