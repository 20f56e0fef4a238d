// Chains: how long they are, kept up to date wherever mapcounts and owners change.
extension Machine {
  /// So many frames are mapped by another number of entries than before.
  @inline(__always)
  mutating func countMapped(_ count: Int, from old: Int32, to new: Int32) {
    guard chains.entriesPerNode > 0 else { return }
    totals.chainedEntries += count * Int(new - old)
    if max(old, new) > 1 {
      totals.chainNodes += count * (chains.nodes(mapcount: new) - chains.nodes(mapcount: old))
    }
  }

  /// The same for frames that are known, before they change.
  mutating func countMapped(
    _ numbers: Range<FrameNumber>, _ new: (_ mapcount: Int32) -> Int32
  ) {
    guard chains.entriesPerNode > 0 else { return }
    let frames = frames
    frames.forEachRun(in: numbers) { run in
      countMapped(run.count, from: run.value.mapcount, to: new(run.value.mapcount))
    }
  }

  /// So many leaf tables belong to another number of address spaces than before.
  mutating func countOwned(_ count: Int, from old: Int32, to new: Int32) {
    if old == new { return }
    if (old > 1) != (new > 1) { totals.sharedTables += new > 1 ? count : -count }
    guard chains.entriesPerNode > 0 else { return }
    totals.ownerNodes += count * (chains.nodes(owners: new) - chains.nodes(owners: old))
  }

  // MARK: Questions

  /// Page entries that the chains of pages name; a shared table's once.
  public var chainedEntries: Int { totals.chainedEntries }

  /// Nodes of the chains of pages.
  public var chainNodes: Int { totals.chainNodes }

  /// Bytes of those nodes, at most what a number holds.
  public var chainBytes: ByteCount {
    let (bytes, overflow) = totals.chainNodes.multipliedReportingOverflow(by: chains.nodeBytes)
    return overflow ? Int.max : bytes
  }

  /// Nodes of the chains of leaf tables.
  public var ownerNodes: Int { totals.ownerNodes }
}
