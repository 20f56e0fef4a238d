public import PTLang

/// A script that grows by what is typed at a prompt, in one world.
///
///     let session = Session(options: Options()) { _ in .failure(ReadFailure(text: "no file")) }
///     _ = session.run("spawn p1; mmap 64M as buf; write buf") { print($0) }
///     session.undo(1)
///
/// Every statement at the top level of an input is a unit of its own: it happens as a whole or not
/// at all, and is undone by itself. The first that fails stops the input; those before it stay.
/// A failed assertion, an unexpected outcome, a run-time error and an interruption fail it.
///
/// Names live on from input to input: a later `let`, `var` or `def` hides an earlier one of that
/// name, which functions that were made before still mean. An `invariant` holds until it is undone.
/// Limits are for one input each. `test`, `skip`, `xfail` and `tag` are refused.
///
/// An expression alone prints its value; at the top level also a call, unless it is one of a `def`
/// that returned nil. What only asks is not a statement that could be undone.
public final class Session {
  let options: Options
  let read: (String) -> Result<[UInt8], ReadFailure>
  let fileSet = FileSet()

  var compiler: Compiler
  var state: SessionState
  /// Those of the inputs in force.
  var invariants: [PendingInvariant] = []

  /// The inputs that steps are of, and the latest.
  var inputs: [SessionInput] = []
  /// How many there have been.
  var inputNumber = 0
  /// The statements that have been undone, the next to run again last.
  var undone: [(input: Int, unit: Int)] = []
  /// The counters after the last input.
  var counters = CounterReading()

  /// Whether reasons are sent as events; they are recorded in any case.
  public var isTracing: Bool

  /// The reasons of the last input, as many as `maximumReasons`.
  public internal(set) var lastReasons: [SessionReason] = []
  public static let maximumReasons = 10_000

  /// What the last input, `undo` or `redo` has changed.
  public internal(set) var lastChange = WorldChange()

  /// The last value that an expression alone has printed.
  public internal(set) var lastValue: LastValue?

  /// - Parameters:
  ///   - options: machine and kernel in it must be known names.
  ///   - read: fetches the file of a `use "lib.pts"`: its bytes, or a phrase that says why not.
  public init(options: Options, read: @escaping (String) -> Result<[UInt8], ReadFailure>) {
    var own = options
    own.isTracing = true
    own.failFast = true
    self.options = own
    self.read = read
    isTracing = options.isTracing
    (compiler, state) = Session.begun(fileSet, own)
    counters = CounterReading(state.world)
  }

  /// A compiler and a state in which nothing has been typed.
  static func begun(_ files: FileSet, _ options: Options) -> (Compiler, SessionState) {
    let definitions = options.definitions.map { definition in
      (name: definition.name, value: ConstantFolder.definition(definition.value))
    }
    let compiler = Compiler(files: files, isSession: true)
    compiler.beginSession(definitions: definitions)
    let state = SessionState(names: compiler.code.names, options)
    var own = options
    own.isInterrupted = nil
    let runner = Runner(
      code: compiler.code, uses: [], options: own, test: 0, session: state, emit: { _ in })
    do throws(Stop) {
      try runner.configureFromOptions()
      try runner.prepareInput()
      try runner.execute()
    } catch {
      preconditionFailure("the options of a session name no machine, kernel or value: \(error)")
    }
    state.registers = runner.outermostRegisters(compiler.frame.next)
    return (compiler, state)
  }

  // MARK: Running

  /// Runs what was typed: one or more statements, under the rules of the prompt.
  public func run(_ text: String, emit: (Event) -> Void) -> SessionResult {
    run(SourceFile(name: "input \(inputNumber + 1)", text: text), .shell, emit)
  }

  /// Runs the statements of a file in this session, under the rules of files.
  public func run(_ file: SourceFile, emit: (Event) -> Void) -> SessionResult {
    run(file, .file, emit)
  }

  private func run(
    _ file: SourceFile, _ mode: Parser.Mode, _ emit: (Event) -> Void
  ) -> SessionResult {
    dropUnusedInput()
    lastReasons = []
    lastChange = WorldChange()
    switch load(file, mode) {
    case .incomplete(let diagnostics): return .incomplete(diagnostics)
    case .refused(let diagnostics): return .refused(diagnostics)
    case .loaded: break
    }
    inputNumber += 1
    defer { noteChange() }
    return run(input: inputs.count - 1, emit).result
  }

  // MARK: Asking

  /// The files that places in diagnostics and events are in: each input is one, called `input 3`.
  ///
  /// That of an input of which nothing is in force goes with the next input.
  public var files: [SourceFile] { fileSet.files }

  /// The process, family or list of processes that statements act on, for the prompt.
  public var currentProcess: String? { state.currentName }

  /// How many statements can be undone.
  public var undoCount: Int { state.steps.count }
  /// How many undone statements can be run again.
  public var redoCount: Int { undone.count }
}
