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
/// that returned nil.
public final class Session {
  /// - Parameters:
  ///   - options: machine and kernel in it must be known names. Reasons are always recorded, and
  ///     sent as events while `isTracing`.
  ///   - read: fetches the file of a `use "lib.pts"`: its bytes, or a phrase that says why not.
  public init(options: Options, read: @escaping (String) -> Result<[UInt8], ReadFailure>) {}

  /// Whether reasons are sent as events.
  public var isTracing = false

  /// Runs what was typed: one or more statements, under the rules of the prompt.
  public func run(_ text: String, emit: (Event) -> Void) -> SessionResult { .done }

  /// Runs the statements of a file in this session, under the rules of files.
  public func run(_ file: SourceFile, emit: (Event) -> Void) -> SessionResult { .done }

  /// The files that places in diagnostics and events are in: each input is one, called `input 3`.
  ///
  /// That of an input of which nothing is in force goes with the next input.
  public private(set) var files: [SourceFile] = []

  /// The process, family or list of processes that statements act on, for the prompt.
  public var currentProcess: String? { nil }

  /// The statements in force, in order, as a script: a later run of it does the same.
  ///
  /// What only asked is not among them: expressions alone. Where a name was given a second time
  /// the first owner has another name here.
  public var accepted: [String] { [] }

  /// How many statements can be undone.
  public var undoCount: Int { 0 }
  /// How many undone statements can be run again.
  public var redoCount: Int { 0 }

  /// Takes back the last statements: world, variables, names.
  ///
  /// - Returns: how many.
  @discardableResult
  public func undo(_ count: Int = 1) -> Int { 0 }

  /// Runs undone statements again.
  ///
  /// - Returns: how many; fewer if one fails, as one that is interrupted.
  @discardableResult
  public func redo(_ count: Int = 1, emit: (Event) -> Void) -> Int { 0 }

  /// Begins anew: no process, no variable, nothing to undo.
  public func reset() {}

  /// The reasons of the last input, the latest `maximumReasons`.
  public private(set) var lastReasons: [SessionReason] = []
  public static let maximumReasons = 10_000

  /// What the last input, `undo` or `redo` has changed.
  public private(set) var lastChange = WorldChange()

  /// The last value that an expression alone has printed.
  public private(set) var lastValue: LastValue?

  public var names: SessionNames { SessionNames() }
}
