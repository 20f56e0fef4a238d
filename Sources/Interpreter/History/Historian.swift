/// Finds out what has led to the failed assertions of a test, by running it again.
///
/// Runs are deterministic: the first one more notes what each failing assertion reads, the second
/// looks at that after every statement. A run that nothing fails in pays nothing.
final class Historian {
  private let program: Program
  private let test: TestCase
  private let options: Options
  private var histories: [History?]?
  private var asked = 0

  /// The failures of a test that are explained.
  static let failureLimit = 5
  /// Steps of each of the runs.
  private static let stepLimit = 10_000_000

  init(program: Program, test: TestCase, options: Options) {
    self.program = program
    self.test = test
    self.options = options
  }

  /// That of the next failed assertion; nil past the first few.
  func nextHistory() -> History? {
    defer { asked += 1 }
    guard asked < Self.failureLimit, options.isInterrupted?() != true else { return nil }
    let known = histories ?? runAgain()
    histories = known
    return known.indices.contains(asked)
      ? known[asked] : History(changes: [], isComplete: false)
  }

  private func runAgain() -> [History?] {
    guard let code = program.watchedCode() else { return [] }
    var options = options
    options.limits.steps = min(options.limits.steps, Self.stepLimit)
    options.explainsFailures = false
    options.isTracing = false
    options.isParanoid = false
    options.afterStatement = nil
    let recorder = ReadRecorder(code: code)
    program.run(test, code, options, watch: .recording(recorder))
    let follower = ReadFollower(code: code, files: program.files, reads: recorder.failures)
    program.run(test, code, options, watch: .following(follower))
    return follower.histories
  }
}

/// Who sees what a run does.
enum Watch {
  case recording(ReadRecorder)
  case following(ReadFollower)

  /// As many failures as are explained have been seen.
  var isDone: Bool {
    switch self {
    case .recording(let recorder): recorder.failures.count >= Historian.failureLimit
    case .following(let follower): follower.isDone
    }
  }

  func statementEnded(_ runner: Runner) throws(Stop) {
    switch self {
    case .recording(let recorder): recorder.tick += 1
    case .following(let follower): follower.statementEnded(runner)
    }
  }

  func assertionFailed(_ runner: Runner) {
    switch self {
    case .recording(let recorder): recorder.assertionFailed()
    case .following(let follower): follower.assertionFailed(runner)
    }
  }

  /// The machine is another one.
  func worldBegan(_ runner: Runner) {
    if case .following(let follower) = self { follower.worldBegan(runner) }
  }

  func measurementBegan(_ record: Value) {
    if case .recording(let recorder) = self { recorder.measurementBegan(record) }
  }

  func measurementEnded(_ begun: Value, _ record: Value) {
    if case .recording(let recorder) = self { recorder.measurementEnded(begun, record) }
  }
}
