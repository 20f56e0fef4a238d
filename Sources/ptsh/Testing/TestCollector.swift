import Interpreter

/// Finds the scripts and their tests.
struct TestCollector {
  /// The runs that are asked for: one, or one on each kernel.
  let variants: [(kernel: String?, options: Options)]
  let jobs: Int

  /// The tests of these files and directories, in the order of paths and places in them. What
  /// cannot be run is among them, and comes to light when its turn comes.
  func collect(_ paths: [String]) -> [PlannedTest] {
    let finding = ScriptFinder.find(paths)
    let found =
      finding.scripts.map { (path: $0, problem: String?.none) }
      + finding.problems.map { (path: $0.path, problem: $0.phrase) }
    let scripts = found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let variants = variants
    var plan: [PlannedTest] = []
    OrderedWork.run(count: scripts.count, jobs: jobs) { index in
      let script = scripts[index]
      if let phrase = script.problem {
        return [Self.broken(script.path, Breakage(status: .noInput, phrase: phrase))]
      }
      return Self.tests(of: script.path, variants)
    } deliver: { _, tests in
      plan += tests
      return !StopRequest.isPending
    }
    return plan
  }

  private static func tests(
    of path: String, _ variants: [(kernel: String?, options: Options)]
  ) -> [PlannedTest] {
    switch ScriptReader.read(path: path) {
    case .failure(let failure): [broken(path, failure.breakage)]
    case .success(let bytes): variants.flatMap { tests(of: path, bytes, $0.kernel, $0.options) }
    }
  }

  private static func tests(
    of path: String, _ bytes: [UInt8], _ kernel: String?, _ options: Options
  ) -> [PlannedTest] {
    switch Program.runnable(path, bytes, options) {
    case .failure(let breakage): [broken(path, breakage, kernel)]
    case .success(let program):
      program.tests.map {
        PlannedTest(path: path, kernel: kernel, content: .test($0, program, options))
      }
    }
  }

  private static func broken(
    _ path: String, _ breakage: Breakage, _ kernel: String? = nil
  ) -> PlannedTest {
    PlannedTest(path: path, kernel: kernel, content: .broken(breakage))
  }
}
