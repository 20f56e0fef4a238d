import ArgumentParser
import Interpreter
import PTLang

/// `ptsh test [PATH...]`.
struct TestCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Find *.pts files and run every test in a world of its own.",
    usage: "ptsh test [<options>] [<paths> ...]",
    discussion: """
      Directories are searched for *.pts files, hidden ones passed over. `file.pts:42` is the test \
      at that line. A file without tests is one test; a library, which only defines things, is one \
      that passes. What is reported, and in which order, does not depend on --jobs.
      """)

  @OptionGroup var settings: RunSettings
  @OptionGroup(title: "Selection") var choice: TestChoice
  @OptionGroup(title: "Report") var reporting: TestReporting

  @Flag(help: "List the tests, and run none.")
  var list = false

  @Flag(
    help: """
      Put what was found into the literals of `assert X == N` that do not hold, show the changes, \
      and run the tests then. Refused where the environment says CI.
      """)
  var update = false

  @Flag(help: "Run again whenever a script changes, until Ctrl-C.")
  var watch = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Tests that run at a time; by default one a processor.", valueName: "n"))
  var jobs: Limit?

  @Option(
    help: ArgumentHelp(
      "Time that a test may take by the clock: 500ms, 10s, 2m, or none.", valueName: "time"))
  var timeout = TimeLimit(seconds: 60)

  @Argument(help: "Files, directories, `file.pts:LINE`.", completion: .file(extensions: ["pts"]))
  var paths: [String] = ["."]

  var color: ColorChoice { settings.color }

  func validate() throws {
    if watch, list || update {
      throw ValidationError("--watch goes with neither --list nor --update")
    }
    guard update else { return }
    if Environment.isCI {
      throw ValidationError("--update is refused under CI: expectations are not made there")
    }
    if list { throw ValidationError("--update and --list exclude each other") }
  }

  func execute(_ console: Console) -> ExitStatus {
    var status = runOnce(console)
    while watch, !StopRequest.isPending {
      waitForChange(console)
      if !StopRequest.isPending { status = runOnce(console) }
    }
    return StopRequest.isInterrupted ? status.worse(.interrupted) : status
  }

  private func runOnce(_ console: Console) -> ExitStatus {
    let selection = choice.selection(of: paths.map { PathArgument($0) })
    if choice.lastFailed, selection.lastFailed == nil {
      console.complain("ptsh: nothing failed the last time: all tests run")
    }
    if update, let status = updateLiterals(selection, console) { return status }
    let found = collect(selection, console)
    let plan = selection.apply(to: found)
    let status =
      list ? TestListing.show(plan, isJSON: reporting.isJSON, console) : report(plan, console)
    let missing = selection.linesWithoutTest(in: found)
    for path in missing { console.complain("ptsh: \(Printable.escape(path)): no test there") }
    return missing.isEmpty ? status : status.worse(.nothingRan)
  }

  private func waitForChange(_ console: Console) {
    console.flush()
    let selection = choice.selection(of: paths.map { PathArgument($0) })
    // What the scripts use belongs to them.
    let used = collect(selection, console).flatMap { $0.program?.files.map(\.name) ?? [$0.path] }
    func files() -> Set<String> {
      Set(ScriptFinder.find(selection.arguments.map(\.path)).scripts).union(used)
    }
    FileWatch(files()).waitForChange(files)
  }

  private func collect(_ selection: TestSelection, _ console: Console) -> [PlannedTest] {
    let variants = settings.variants.map { variant in
      var options = variant.options
      options.drawsASCII = !console.style.usesUnicode
      return (variant.kernel, options)
    }
    return TestCollector(variants: variants, jobs: jobCount)
      .collect(selection.arguments.map(\.path))
  }

  private func report(_ plan: [PlannedTest], _ console: Console) -> ExitStatus {
    do throws(OutputFailure) {
      var reports = try Reports(
        reporting.requests, console: console, isQuiet: settings.quiet)
      let (records, end) = run(plan).run(&reports.recorders)
      LastFailed().update(with: records)
      return reports.finish().worse(end.status)
    } catch {
      console.complain(error.text)
      return .cannotWrite
    }
  }

  /// Until nothing changes: a requirement that holds now may bring further failures to light.
  ///
  /// - Returns: how the run ends if it ends here.
  private func updateLiterals(_ selection: TestSelection, _ console: Console) -> ExitStatus? {
    for _ in 0..<Self.maximumUpdates {
      let plan = selection.apply(to: collect(selection, console))
      var nobody: [any Recorder] = []
      switch LiteralUpdate.apply(to: run(plan).run(&nobody).records, console) {
      case .failure(let failure): return failure.status
      case .success(let hasChanged): if !hasChanged { return nil }
      }
    }
    return nil
  }

  private func run(_ plan: [PlannedTest]) -> TestRun {
    TestRun(
      plan: plan, jobs: jobCount, failFast: settings.failFast, timeout: timeout.seconds,
      seed: choice.shuffle?.number, shard: choice.shard, slowest: reporting.slowestTests)
  }

  private var jobCount: Int { min(jobs?.number ?? Processors.count, Self.maximumJobs) }

  private static let maximumJobs = 256
  private static let maximumUpdates = 10
}
