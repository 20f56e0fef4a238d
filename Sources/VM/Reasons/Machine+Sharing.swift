/// How the leaf tables of a mapping are shared, as they are now.
public struct MappingSharing: Hashable, Sendable {
  public var range: AddressRange
  public var isShared: Bool
  /// The file behind it, an unnamed one too; nil for anonymous memory.
  public var file: FileID?
  public var isUnnamed: Bool
  /// Leaf tables in its range; one at an edge may belong to a neighbour too.
  public var tables: Int
  /// Those of them that have no other owner.
  public var unshared: Int
  /// What keeps those from being shared; the same for all but for tables at the edges.
  public var obstacle: SharingObstacle?
  /// Where the span of the first table begins to which that applies.
  public var base: VirtualAddress?
}

extension Machine {
  /// How the mappings of a process that have leaf tables share them, ascending; none for a process
  /// that has ended.
  ///
  /// - Complexity: O(runs of its tables), and for each mapping what a fault would look at.
  public func sharing(of process: ProcessID) -> [MappingSharing] {
    guard isAlive(process) else { return [] }
    let space = processes[Int(process.index)].space
    return spaces[Int(space)].vmas.compactMap { sharing(space, $0) }
  }

  private func sharing(_ space: Int32, _ vma: VMA) -> MappingSharing? {
    let pieces = pieces(space, overlapping: vma.range)
    guard !pieces.isEmpty else { return nil }
    var sharing = MappingSharing(
      range: vma.range, isShared: vma.isShared,
      file: vma.isAnonymous ? nil : FileID(index: vma.file),
      isUnnamed: vma.isAnonymous || files[Int(vma.file)].isUnnamed, tables: 0, unshared: 0)
    // Inside the mapping, if there are any, rather than at its edges.
    let inside = leaves(inside: vma.range)
    var first: Int?
    for piece in pieces {
      sharing.tables += piece.count
      if piece.table.isShared { continue }
      sharing.unshared += piece.count
      let spanned = piece.leaves.clamped(to: inside)
      let leaf = spanned.isEmpty ? piece.leaves.lowerBound : spanned.lowerBound
      if first.map({ !inside.contains($0) && !spanned.isEmpty }) ?? true { first = leaf }
    }
    if let first {
      sharing.obstacle = attachObstacle(space, vma, first)
      sharing.base = base(ofLeaf: first)
    }
    return sharing
  }

  /// The uniform pieces in what the process reaches: how much work it is to count its pages.
  public func pieceCount(of process: ProcessID) -> Int {
    let space = processes[Int(process.index)].space
    var count = spaces[Int(space)].leaves.runCount
    forEachEntryRun(of: space) { _ in count += 1 }
    return count
  }

  /// Those of everything that is mapped.
  public var pieceCount: Int { contents.runCount }

  /// Whether the process is alive, and the first of the threads that share its address space.
  public func leadsAddressSpace(_ process: ProcessID) -> Bool {
    isAlive(process)
      && spaces[Int(processes[Int(process.index)].space)].members.first == process.index
  }

  /// Address spaces that are alive.
  public var addressSpaceCount: Int { spaces.indices.count { spaces[$0].isAlive } }
}
