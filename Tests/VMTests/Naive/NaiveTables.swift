import VM

/// Tables: who reaches which, unsharing, detaching, freeing.
extension NaiveMachine {
  struct Owner: Hashable {
    var space: Int
    var base: Int
  }

  // MARK: Owners and file tables

  func owners(ofLeaf leaf: Int) -> [Owner] {
    var found: [Owner] = []
    for (id, space) in spaces {
      for (base, link) in space.links where link.leaf == leaf {
        found.append(Owner(space: id, base: base))
      }
    }
    return found
  }

  func ownersOfAllLeaves() -> [Int: [Owner]] {
    var all: [Int: [Owner]] = [:]
    for (id, space) in spaces {
      for (base, link) in space.links {
        all[link.leaf, default: []].append(Owner(space: id, base: base))
      }
    }
    return all
  }

  /// The one shared linear vma of a file in which the span lies, if there is one.
  func spanningVMA(_ owner: Owner) -> NaiveVMA? {
    guard attaches, let vma = vma(owner.space, at: owner.base), vma.isShared, vma.file != nil,
      !vma.flags.contains(.nonlinear), vma.contains(leafRange(owner.base))
    else { return nil }
    return vma
  }

  /// Asks of every leaf whether it is a file table, and does what becoming one means.
  mutating func decideFileTables() {
    if !attaches && kernel.sharing.forkThreshold == nil { return }
    for (leaf, owners) in ownersOfAllLeaves() {
      let spanning = owners.compactMap { spanningVMA($0) }
      let isFileTable = spanning.count == owners.count
      for owner in owners {
        let permitted = vmas(owner.space, over: leafRange(owner.base)).reduce(
          into: Protection.none
        ) { $0.formUnion($1.protection) }
        if isFileTable != leaves[leaf]!.isFileTable {
          spaces[owner.space]!.links[owner.base]!.protection = permitted
        }
        if !isFileTable && !permitted.isEmpty {
          spaces[owner.space]!.links[owner.base]!.protection.formUnion(
            permitted.subtracting(.write).union(.read))
        }
      }
      if isFileTable && !leaves[leaf]!.isFileTable {
        if spanning.contains(where: { !$0.isReadOnly }) {
          for index in leaves[leaf]!.entries.keys {
            leaves[leaf]!.entries[index]!.isWritable = true
          }
        }
      }
      leaves[leaf]!.isFileTable = isFileTable
    }
  }

  // MARK: Making

  /// - Parameter number: nil for the next one.
  mutating func newFrame(_ words: [Int: Int64] = [:], number: Int? = nil) -> Int {
    taken += 1
    if number == nil { lastNumber += 1 }
    let id = nextSerial()
    frames[id] = NaiveFrame(number: number ?? lastNumber, words: words)
    return id
  }

  mutating func newTable() -> Int {
    taken += 1
    events.tablesAllocated += 1
    return nextSerial()
  }

  /// The missing tables above the leaf that translates the address.
  mutating func makeUppers(_ space: Int, over address: Int) {
    makeUppers(space, over: address, above: geometry.levels.count - 1)
  }

  /// Of these, the ones above a certain level.
  mutating func makeUppers(_ space: Int, over address: Int, above bottom: Int) {
    for level in 0..<bottom {
      let base = address - address % geometry.levels[level].tableSpan
      if spaces[space]!.uppers[level, default: [:]][base] == nil {
        spaces[space]!.uppers[level, default: [:]][base] = newTable()
      }
    }
  }

  /// A leaf of its own for an address space, with these entries.
  mutating func giveLeaf(_ owner: Owner, entries: [Int: NaiveEntry] = [:]) {
    let id = newTable()
    let spanning = spanningVMA(owner)
    leaves[id] = NaiveLeaf(entries: entries, isFileTable: spanning != nil)
    spaces[owner.space]!.links[owner.base] = NaiveLink(
      leaf: id, protection: spanning?.protection ?? .all)
  }

  // MARK: Copying

  /// Copies the entries inside these vmas, as fork and unshare do; the source's private entries
  /// lose their write bit.
  mutating func copyEntries(of leaf: Int, at base: Int, inside vmas: [NaiveVMA]) -> [Int:
    NaiveEntry]
  {
    var copies: [Int: NaiveEntry] = [:]
    for (index, entry) in leaves[leaf]!.entries {
      guard let vma = vmas.first(where: { $0.range.contains(base + index * page) }) else {
        continue
      }
      var copy = entry
      copy.isYoung = false
      copy.isExclusive = false
      leaves[leaf]!.entries[index]!.isExclusive = false
      if vma.isShared {
        copy.isDirty = false
      } else {
        copy.isWritable = false
        leaves[leaf]!.entries[index]!.isWritable = false
      }
      copies[index] = copy
      events.pteCopied += 1
    }
    return copies
  }

  mutating func unshare(_ owner: Owner) {
    let old = spaces[owner.space]!.links[owner.base]!.leaf
    let copies = copyEntries(of: old, at: owner.base, inside: spaces[owner.space]!.vmas)
    giveLeaf(owner, entries: copies)
    events.tablesUnshared += 1
    flush([owner.space])
    decideFileTables()
  }

  mutating func unshareIfShared(_ owner: Owner) {
    guard let link = spaces[owner.space]!.links[owner.base] else { return }
    if owners(ofLeaf: link.leaf).count > 1 { unshare(owner) }
  }

  /// The first addresses of the spans that the range overlaps and that have a leaf, ascending.
  func leafBases(_ space: Int, over range: Range<Int>) -> [Int] {
    spaces[space]!.links.keys.filter { leafRange($0).overlaps(range) }.sorted()
  }

  mutating func unshareLeaves(_ space: Int, over range: Range<Int>) {
    for base in leafBases(space, over: range) { unshareIfShared(Owner(space: space, base: base)) }
  }

  // MARK: Clearing and freeing

  mutating func detach(_ owner: Owner) {
    spaces[owner.space]!.links[owner.base] = nil
    decideFileTables()
  }

  /// What munmap and DONTNEED do to the leaves of a range; the vmas are still there.
  ///
  /// Returns whether something is gone that a processor may still hold.
  mutating func zap(
    _ space: Int, _ range: Range<Int>, keepsGuards: Bool = false
  ) -> Bool {
    var wasPresent = false
    for base in leafBases(space, over: range) {
      let mine = vmas(space, over: leafRange(base)).map { $0.range.clamped(to: leafRange(base)) }
      guard mine.contains(where: { $0.overlaps(range) }) else { continue }
      let owner = Owner(space: space, base: base)
      if owners(ofLeaf: spaces[space]!.links[base]!.leaf).count > 1 {
        if mine.allSatisfy({
          range.lowerBound <= $0.lowerBound && $0.upperBound <= range.upperBound
        }) {
          detach(owner)
          wasPresent = true
          continue
        }
        unshare(owner)
      }
      let leaf = spaces[space]!.links[base]!.leaf
      for (index, entry) in leaves[leaf]!.entries where range.contains(base + index * page) {
        if keepsGuards && entry.kind == .guarded { continue }
        if entry.isPresent { wasPresent = true }
        clearEntry(leaf, index)
      }
    }
    return wasPresent
  }

  mutating func clearEntry(_ leaf: Int, _ index: Int) {
    if leaves[leaf]!.entries[index]!.isPresent { events.pteCleared += 1 }
    leaves[leaf]!.entries[index] = nil
  }

  /// The munmap rule: tables without a vma in their own span go, if the range overlaps it.
  mutating func freeTables(_ space: Int, over range: Range<Int>) {
    for base in leafBases(space, over: range) where isFree(space, leafRange(base)) {
      freeLeaf(Owner(space: space, base: base))
    }
    for level in 1..<max(1, geometry.levels.count - 1) {
      for base in spaces[space]!.uppers[level, default: [:]].keys {
        let own = base..<(base + geometry.levels[level].tableSpan)
        guard own.overlaps(range), isFree(space, own) else { continue }
        releaseUpper(space, level, base)
      }
    }
  }

  mutating func freeLeaf(_ owner: Owner) {
    let leaf = spaces[owner.space]!.links[owner.base]!.leaf
    spaces[owner.space]!.links[owner.base] = nil
    leaves[leaf] = nil
    events.tablesFreed += 1
  }

  /// A table above the leaves goes, for this address space; for good if no other place has it.
  mutating func releaseUpper(_ space: Int, _ level: Int, _ base: Int) {
    let table = spaces[space]!.uppers[level]!.removeValue(forKey: base)!
    if placesOfUpper(table, level).isEmpty {
      hugeEntries[table] = nil
      events.tablesFreed += 1
    }
  }

  func placesOfUpper(_ table: Int, _ level: Int) -> [Owner] {
    var found: [Owner] = []
    for (id, space) in spaces {
      for (base, other) in space.uppers[level] ?? [:] where other == table {
        found.append(Owner(space: id, base: base))
      }
    }
    return found
  }

  /// The address space goes: shared leaves are detached, all else is cleared and freed.
  mutating func destroy(_ space: Int) {
    for base in spaces[space]!.links.keys.sorted() {
      let leaf = spaces[space]!.links[base]!.leaf
      if owners(ofLeaf: leaf).count == 1 {
        events.pteCleared += leaves[leaf]!.entries.values.filter(\.isPresent).count
        events.tablesFreed += 1
        leaves[leaf] = nil
      }
      spaces[space]!.links[base] = nil
    }
    for (level, tables) in spaces[space]!.uppers {
      for base in tables.keys { releaseUpper(space, level, base) }
    }
    spaces[space] = nil
    flush([])
    decideFileTables()
    dropUnmappedFiles()
  }
}
