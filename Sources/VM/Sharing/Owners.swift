// Whom tables belong to: found by asking the address spaces, for no list would be as short as the
// runs that they have.

/// Consecutive tables as an address space has them.
struct Ownership {
  var space: Int32
  var leaves: Range<Int>
  var tables: Range<TableNumber>
}

extension Machine {
  /// Where address spaces have those tables, in order of the spaces' creation.
  ///
  /// - Complexity: O(address spaces), or the runs of all of them.
  func owners(of tables: Range<TableNumber>) -> [Ownership] {
    var found: [Ownership] = []
    for space in spaces.indices where spaces[space].isAlive {
      spaces[space].leaves.forEachRun(in: 0..<Int.max) { run in
        let first = run.value.table
        let part = tables.clamped(to: first..<first + run.count)
        if part.isEmpty { return }
        let leaf = run.start + part.lowerBound - first
        found.append(
          Ownership(space: Int32(space), leaves: leaf..<leaf + part.count, tables: part))
      }
    }
    return found
  }
}
