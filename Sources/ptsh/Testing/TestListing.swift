/// `ptsh test --list`: a test a line.
enum TestListing {
  /// `path:line: name  [tags]`; a script that is one test is its path. What cannot be run goes to
  /// standard error.
  static func show(_ plan: [PlannedTest], isJSON: Bool, _ console: Console) -> ExitStatus {
    var status = ExitStatus.passed
    for test in plan {
      if case .broken(let breakage) = test.content {
        status = status.worse(breakage.status)
        console.complain("ptsh: \(Printable.escape(test.group)): \(breakage.phrase)")
      } else {
        console.say(isJSON ? JSONRecorder.json(listing: test).text : line(test))
      }
    }
    return plan.isEmpty ? .nothingRan : status
  }

  private static func line(_ test: PlannedTest) -> String {
    let tags = test.tags.isEmpty ? "" : "  [\(test.tags.joined(separator: ", "))]"
    let path = test.path + (test.name == nil ? "" : ":\(test.lines?.lowerBound ?? 1)")
    let kernel = test.kernel.map { " [\($0)]" } ?? ""
    return Printable.escape(path + kernel + (test.name.map { ": \($0)" } ?? "") + tags)
  }
}
