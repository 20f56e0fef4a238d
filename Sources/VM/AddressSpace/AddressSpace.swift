/// An address space (`mm_struct`): its mappings, its top table, and what it holds.
struct AddressSpace {
  /// In ascending order, disjoint.
  var vmas: [VMA] = []
  /// Its top-level table; -1 once the last of its threads has gone.
  var top: TableNumber
  /// The entries for its leaf tables, by address / span of a leaf.
  var leaves: RunMap<LeafEntry>
  /// Its tables between the top and the leaves.
  var uppers: UpperTables
  /// Processes and threads that run in it, in order of creation.
  var members: [Int32]
  /// Faults of its members.
  var faults = FaultCounters()
  /// Tables it reaches, by level, top included.
  var tables = TableCounts()
  /// Bytes of heap that `brk` has set.
  var heapSize: ByteCount = 0
  /// The mark after which it has been saved.
  var savedAt = 0

  var isAlive: Bool { top >= 0 }

  init(top: TableNumber, members: [Int32], _ form: StorageForm) {
    self.top = top
    self.members = members
    leaves = RunMap(form)
    uppers = UpperTables(form)
  }

  /// Frees the storage of the maps, at the end of the machine or when its making is undone.
  func freeMaps() {
    leaves.free()
    uppers.free()
  }

  /// The index of the first vma that ends past the address.
  func firstIndex(endingAfter address: VirtualAddress) -> Int {
    Self.firstIndex(of: vmas, endingAfter: address)
  }

  static func firstIndex(of vmas: [VMA], endingAfter address: VirtualAddress) -> Int {
    var low = 0
    var high = vmas.count
    while low < high {
      let middle = (low + high) / 2
      if vmas[middle].range.end > address { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first vma that ends past the address.
  func vma(endingAfter address: VirtualAddress) -> VMA? {
    let index = firstIndex(endingAfter: address)
    return index < vmas.count ? vmas[index] : nil
  }

  /// The vma that contains the address.
  func vma(at address: VirtualAddress) -> VMA? {
    let index = firstIndex(endingAfter: address)
    guard index < vmas.count, vmas[index].range.start <= address else { return nil }
    return vmas[index]
  }

  /// The indices of the vmas that overlap the range.
  func indices(overlapping range: AddressRange) -> Range<Int> {
    let first = firstIndex(endingAfter: range.start)
    var end = first
    if range.isEmpty { return first..<first }
    while end < vmas.count, vmas[end].range.start < range.end { end += 1 }
    return first..<end
  }

  /// Whether a part of some mapping inside `span` lies outside the ranges that are to go.
  func hasMapping(in span: AddressRange, outside removed: [AddressRange]) -> Bool {
    indices(overlapping: span).contains { place in
      let part = vmas[place].range.intersection(span)
      var left = [part]
      for range in removed {
        left = left.flatMap { piece in
          [
            AddressRange(piece.start, max(piece.start, min(piece.end, range.start))),
            AddressRange(min(piece.end, max(piece.start, range.end)), piece.end),
          ].filter { !$0.isEmpty }
        }
      }
      return !left.isEmpty
    }
  }

  func isMapped(_ range: AddressRange) -> Bool {
    let index = firstIndex(endingAfter: range.start)
    return !range.isEmpty && index < vmas.count && vmas[index].range.start < range.end
  }

  /// Whether every byte of the range is mapped.
  func isFullyMapped(_ range: AddressRange) -> Bool {
    var reached = range.start
    for index in indices(overlapping: range) {
      guard vmas[index].range.start <= reached else { return false }
      reached = vmas[index].range.end
    }
    return reached >= range.end
  }

  /// Whether `range` covers every mapping inside `span`: the sense of "full" for a table.
  func covers(everyVMAIn span: AddressRange, _ range: AddressRange) -> Bool {
    indices(overlapping: span).allSatisfy {
      range.contains(vmas[$0].range.intersection(span))
    }
  }

  // MARK: Changing the list

  /// Changes the part of a vma inside the range, and merges it with the neighbours that it has
  /// become like.
  ///
  /// - Precondition: the range lies in one vma.
  /// - Kernel: `vma_merge_existing_range`, `vma_modify` in mm/vma.c, 6.18.
  mutating func change(
    in range: AddressRange, pageShift: Int, _ body: (inout VMA) -> Void
  ) {
    let place = firstIndex(endingAfter: range.start)
    let whole = vmas[place]
    var changed = whole.cut(to: range, pageShift: pageShift)
    body(&changed)
    let before = AddressRange(whole.range.start, range.start)
    let after = AddressRange(range.end, whole.range.end)
    var parts = [changed]
    if !before.isEmpty { parts.insert(whole.cut(to: before, pageShift: pageShift), at: 0) }
    if !after.isEmpty { parts.append(whole.cut(to: after, pageShift: pageShift)) }
    vmas.replaceSubrange(place..<place + 1, with: parts)
    merge(
      at: before.isEmpty ? place : place + 1, left: before.isEmpty, right: after.isEmpty,
      pageShift)
  }

  /// Puts a vma where nothing is, merged with neighbours that are like it.
  ///
  /// - Kernel: `vma_merge_new_range` in mm/vma.c, 6.18.
  mutating func insert(_ vma: VMA, pageShift: Int) {
    let place = firstIndex(endingAfter: vma.range.start)
    vmas.insert(vma, at: place)
    merge(at: place, left: true, right: true, pageShift)
  }

  /// Whether a vma that is about to be put where nothing is will merge with what ends there.
  func continuesPrevious(_ vma: VMA, pageShift: Int) -> Bool {
    let place = firstIndex(endingAfter: vma.range.start - 1)
    return place < vmas.count && vmas[place].absorbs(vma, pageShift: pageShift)
  }

  /// Merges a vma that is new or has changed with its neighbours.
  private mutating func merge(at place: Int, left: Bool, right: Bool, _ pageShift: Int) {
    let vma = vmas[place]
    let previous = place > 0 ? vmas[place - 1] : nil
    let next = place + 1 < vmas.count ? vmas[place + 1] : nil
    let mergesLeft = left && previous?.absorbs(vma, pageShift: pageShift) == true
    var mergesRight = false
    if right, let next, vma.merges(with: next, pageShift: pageShift), next.accepts(anonVMAOf: vma) {
      mergesRight = !mergesLeft || previous?.sharesAnonVMA(with: next) == true
    }
    if mergesRight, let next {
      vmas[place] = vmas[place].joined(with: next)
      vmas.remove(at: place + 1)
    }
    if mergesLeft, let previous {
      vmas[place - 1] = previous.joined(with: vmas[place])
      vmas.remove(at: place)
    }
  }

  /// Takes the range out, in one move of what lies behind it.
  mutating func remove(_ range: AddressRange, pageShift: Int) {
    let removed = indices(overlapping: range)
    guard let first = removed.first, let last = removed.last else { return }
    let rests = [
      (vmas[first], AddressRange(vmas[first].range.start, range.start)),
      (vmas[last], AddressRange(range.end, vmas[last].range.end)),
    ].compactMap { vma, rest in rest.isEmpty ? nil : vma.cut(to: rest, pageShift: pageShift) }
    vmas.replaceSubrange(removed, with: rests)
  }

  /// Moves the start of a stack down.
  mutating func growDown(at index: Int, to start: VirtualAddress, pageShift: Int) {
    vmas[index].pageOffset -= (vmas[index].range.start - start) &>> pageShift
    vmas[index].range.start = start
  }

  /// The anon_vma of a neighbour that the vma may use, so that they can be one later.
  ///
  /// - Kernel: `find_mergeable_anon_vma`, `reusable_anon_vma` in mm/mmap.c.
  func adoptableAnonVMA(at place: Int, pageShift: Int) -> Int32? {
    let vma = vmas[place]
    if place + 1 < vmas.count {
      let next = vmas[place + 1]
      if next.isAdoptable, vma.isContinued(by: next, pageShift: pageShift) { return next.anonVMA }
    }
    if place > 0 {
      let previous = vmas[place - 1]
      if previous.isAdoptable, previous.isContinued(by: vma, pageShift: pageShift) {
        return previous.anonVMA
      }
    }
    return nil
  }
}

extension VMA {
  fileprivate var isAdoptable: Bool { anonVMA != 0 && !isForkChild }
}

/// The tables of an address space between the top and the leaves, by level: each by address / span
/// of a table of that level.
struct UpperTables {
  var first: RunMap<TableReference>
  var second: RunMap<TableReference>
  var third: RunMap<TableReference>

  init(_ form: StorageForm) {
    first = RunMap(form)
    second = RunMap(form)
    third = RunMap(form)
  }

  /// The tables of a level: an index into `Geometry.levels` from 1 on.
  subscript(_ level: Int) -> RunMap<TableReference> {
    get { level == 1 ? first : level == 2 ? second : third }
    set {
      switch level {
      case 1: first = newValue
      case 2: second = newValue
      default: third = newValue
      }
    }
  }

  func free() {
    first.free()
    second.free()
    third.free()
  }
}
