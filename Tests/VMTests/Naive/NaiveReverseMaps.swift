import VM

/// A page entry as an address space reaches it.
struct NaiveReach: Hashable {
  var process: Int
  var address: Int
  var index: Int
  /// Of its table.
  var owners: Int
  var isPresent: Bool
}

/// Reverse maps and low memory, counted from the tables.
extension NaiveMachine {
  // MARK: Chains

  var hasChains: Bool { rules.reverseMap == .chains }

  /// How many page entries map each frame; huge pages have none.
  private func mapcounts() -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for leaf in leaves.values {
      for entry in leaf.entries.values {
        if let frame = entry.frame { counts[frame, default: 0] += 1 }
      }
    }
    return counts
  }

  var chainedEntries: Int { hasChains ? mapcounts().values.reduce(0, +) : 0 }

  var chainNodes: Int {
    guard hasChains else { return 0 }
    let entriesOfNode = (rules.line - 4) / rules.address
    return mapcounts().values.filter { $0 > 1 }
      .reduce(0) { $0 + ($1 + entriesOfNode - 1) / entriesOfNode }
  }

  var chainBytes: ByteCount { chainNodes * rules.line }

  var ownerNodes: Int {
    guard hasChains else { return 0 }
    return ownersOfAllLeaves().values.map(\.count).filter { $0 > 1 }.reduce(0, +)
  }

  // MARK: The way back from a frame

  /// Where the entries that map the frame, or hold the slot, are reached: of the processes of an
  /// address space by the first.
  func reached(_ frame: FrameID) -> [NaiveReach] {
    let wanted = Int(frame.rawValue)
    var places: [NaiveReach] = []
    for (id, space) in spaces {
      for (base, link) in space.links {
        for (index, entry) in leaves[link.leaf]!.entries
        where entry.frame == wanted || entry.slot == wanted {
          places.append(
            NaiveReach(
              process: processes.filter { $0.value.space == id }.keys.min()!,
              address: base + index * page, index: index,
              owners: owners(ofLeaf: link.leaf).count, isPresent: entry.isPresent))
        }
      }
    }
    return places
  }

  // MARK: Low memory

  /// Bytes that the kernel has in low memory.
  var kernelBytes: ByteCount {
    let tables = rules.highPTE ? tableCount - leaves.count : tableCount
    return tables * page + chainBytes + ownerNodes * rules.ownerNode
  }

  /// Not less than that, and soon counted.
  private var kernelBytesAtMost: ByteCount {
    let entries = leaves.values.reduce(0) { $0 + $1.entries.count }
    let links = spaces.values.reduce(0) { $0 + $1.links.count }
    return tableCount * page + entries * rules.line + links * rules.ownerNode
  }

  var exceedsLowMemory: Bool {
    guard let total = lowMemoryTotal else { return false }
    return kernelBytesAtMost > total && kernelBytes > total
  }

  /// So much that no call needs all of it: the largest, fork, makes twice of what there is.
  var hasPlentyOfLowMemory: Bool {
    guard let total = lowMemoryTotal else { return true }
    return total > 64 << 20 && kernelBytesAtMost < total / 4
  }

  var lowMemoryTotal: ByteCount? { rules.lowmem.map { min($0, totalFrames * page) } }

  var lowMemoryFree: ByteCount? {
    lowMemoryTotal.map { min($0 - kernelBytes, totalFrames * page - memoryUsed) }
  }
}
