// What the storage takes, for the tests and for the benchmarks.
extension Machine {
  /// Runs of all maps together, each as long as it can be, however it is stored.
  var storedRunCount: Int {
    var count =
      contents.runCount + leafTables.runCount + frames.runCount + slots.runCount
      + hugeContents.runCount + sharedPMDTables.runCount + firstValues.runCount
      + otherValues.runCount + oldestFileTables.runCount + youngerFileTables.runCount
    for space in spaces.indices {
      count += spaces[space].leaves.runCount
      for level in 1..<leafLevel { count += spaces[space].uppers[level].runCount }
    }
    return files.reduce(count) { $0 + $1.cache.runCount }
  }
}
