public import VM

/// What the command line may say about a run.
public struct Options: Sendable {
  /// Overrides the file's `kernel` statements, knobs included; the run says so.
  public var kernel: String?
  /// Overrides the file's `machine` statements, knobs included; the run says so.
  public var machine: String?
  /// `-D name=value`: variables of the outermost scope. The value is read as an integer (with
  /// suffix), float, `true`, `false`, `nil`, else as a string.
  public var definitions: [(name: String, value: String)] = []
  public var limits = Limits()
  /// How the machines of the run store their tables; what they do does not depend on it.
  public var storage = StorageForm.compressed
  /// Reasons are recorded and sent as events.
  public var isTracing = false
  /// The model's invariants are checked after every statement.
  public var isParanoid = false
  /// Failed assertions come with the statements that changed what they read: the test runs twice
  /// more for that, in silence.
  public var explainsFailures = false
  /// The first failed assertion ends the test.
  public var failFast = false
  /// The pictures of `show` are drawn in ASCII.
  public var drawsASCII = false
  /// For the tests of ptsh itself: corrupts an owner count after this many statements.
  public var corruptsOwnerCountAfter: Int?
  /// Sees the machine after every statement that may have changed it.
  public var afterStatement: (@Sendable (borrowing Machine) -> Void)?
  /// Asked now and then; true ends the run as interrupted.
  public var isInterrupted: (@Sendable () -> Bool)?

  public init() {}
}

/// Bounds on a run; past one of them the run ends with an error that names the statement.
public struct Limits: Sendable, Hashable {
  /// Steps of the interpreter: loop rounds, calls, statements (see `Cost`), and uniform pieces of
  /// memory accessed.
  public var steps = 50_000_000
  public var callDepth = 1_000
  public var processes = 1_000_000
  /// Bytes of script values alive at one time.
  public var valueBytes = 256 << 20
  /// Bytes of the log by which `whatif` and `restore` put the world back.
  public var historyBytes = 1 << 30

  public init() {}
}
