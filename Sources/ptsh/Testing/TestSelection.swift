import Interpreter

/// Which of the tests that were found are run, and in which order.
///
/// A script of which nothing can be run has no names, tags or lines that a choice could go by: it is
/// reported whatever the choice, in one of the shards.
struct TestSelection {
  var arguments: [PathArgument] = []
  /// Looked for in the title.
  var filter: Regex<AnyRegexOutput>?
  /// A test needs one of them, if there are any.
  var tags: [String] = []
  /// A test has none of them.
  var excludedTags: [String] = []
  /// The tests that failed the last time, if only they are asked for.
  var lastFailed: LastFailed.Keys?
  var shard: Shard?
  /// Shuffles scripts, and tests within scripts.
  var seed: UInt64?

  func apply(to found: [PlannedTest]) -> [PlannedTest] {
    var plan = found.filter { $0.isBroken || isSelected($0) }
    if let shard { plan = plan.enumerated().filter { shard.contains($0.offset) }.map(\.element) }
    return seed.map { shuffled(plan, seed: $0) } ?? plan
  }

  private func isSelected(_ test: PlannedTest) -> Bool {
    isAtSelectedLine(test)
      && filter.map { test.title.contains($0) } ?? true
      && (tags.isEmpty || test.tags.contains { tags.contains($0) })
      && !test.tags.contains { excludedTags.contains($0) }
      && lastFailed?.contains(test) ?? true
  }

  // MARK: Lines

  private func isAtSelectedLine(_ test: PlannedTest) -> Bool {
    let lines = lines(of: test.path)
    guard !lines.isEmpty, let own = test.lines else { return true }
    return lines.contains { own.contains($0) }
  }

  /// The lines that are asked for of a script; none if it is all of it.
  private func lines(of path: String) -> [Int] {
    let named = arguments.filter { $0.path == path }
    let lines = named.compactMap(\.line)
    return lines.count == named.count ? lines : []
  }

  /// The arguments with a line at which no test of those found stands.
  func linesWithoutTest(in found: [PlannedTest]) -> [String] {
    arguments.compactMap { argument in
      guard let line = argument.line else { return nil }
      let isThere = found.contains {
        $0.path == argument.path && ($0.isBroken || $0.lines?.contains(line) == true)
      }
      return isThere ? nil : "\(argument.path):\(line)"
    }
  }

  // MARK: Order

  private func shuffled(_ plan: [PlannedTest], seed: UInt64) -> [PlannedTest] {
    var generator = SplitMix64(seed: seed)
    var groups: [[PlannedTest]] = []
    for test in plan {
      if groups.last?.last?.group == test.group {
        groups[groups.count - 1].append(test)
      } else {
        groups.append([test])
      }
    }
    return generator.shuffled(groups).flatMap { generator.shuffled($0) }
  }
}
