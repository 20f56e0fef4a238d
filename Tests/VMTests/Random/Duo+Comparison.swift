@testable import VM

// What the naive model says of everything that can be asked, against what VM says.
extension Duo {
  mutating func compareAll() throws(Difference) {
    slots = Bijection()
    if let violation = naive.model.firstViolation() {
      throw Difference(kind: "naive", subject: violation.name, naive: violation.text, vm: "")
    }
    if let violation = vm.model.firstViolation() {
      throw Difference(
        kind: "invariant", subject: violation.name, naive: "holds", vm: violation.text)
    }
    try Self.checkStorage(vm)
    try compareGlobals()
    for f in naive.files.indices { try compareFile(f) }
    for p in naive.processes.indices {
      let (a, b) = (naive.processes[p], vm.processes[p])
      try same("alive", "p\(p)", naive.model.isAlive(a), vm.model.isAlive(b))
      if naive.model.isAlive(a) { try compareProcess(p) }
    }
    for p in naive.living { for address in sample(p) { try comparePage(p, address) } }
  }

  func compareGlobals() throws(Difference) {
    let (a, b) = (naive.model.events, vm.model.events)
    try same("event faults.minor", "", a.faults.minor, b.faults.minor)
    try same("event faults.major", "", a.faults.major, b.faults.major)
    try same("event faults.cow", "", a.faults.cow, b.faults.cow)
    try same("event faults.segv", "", a.faults.segv, b.faults.segv)
    try same("event faults.bus", "", a.faults.bus, b.faults.bus)
    try same("event pte.set", "", a.pteSet, b.pteSet)
    try same("event pte.copied", "", a.pteCopied, b.pteCopied)
    try same("event pte.cleared", "", a.pteCleared, b.pteCleared)
    try same("event tables.allocated", "", a.tablesAllocated, b.tablesAllocated)
    try same("event tables.freed", "", a.tablesFreed, b.tablesFreed)
    try same("event tables.shared", "", a.tablesShared, b.tablesShared)
    try same("event tables.unshared", "", a.tablesUnshared, b.tablesUnshared)
    try same("event tables.promoted", "", a.tablesPromoted, b.tablesPromoted)
    try same("event swap.in", "", a.swapIn, b.swapIn)
    try same("event swap.out", "", a.swapOut, b.swapOut)
    try same("event tlb.flushes", "", a.tlb.flushes, b.tlb.flushes)
    try same("event tlb.pages", "", a.tlb.pages, b.tlb.pages)
    try same("event tlb.ipis", "", a.tlb.ipis, b.tlb.ipis)
    try same("swap", "total", naive.model.swapTotal, vm.model.swapTotal)
    try same("swap", "used", naive.model.swapUsed, vm.model.swapUsed)
    try same("processes", "alive", naive.model.processCount, vm.model.processCount)
    try same("tables in use", "", naive.model.pageTables, vm.model.pageTables)
    try same("tables shared", "", naive.model.sharedTables, vm.model.sharedTables)
    try same("tables mapped", "", naive.model.mappedTables, vm.model.mappedTables)
    try same("memory", "used", naive.model.memoryUsed, vm.model.memoryUsed)
    try same("memory", "page cache", naive.model.pageCacheBytes, vm.model.pageCacheBytes)
    try same("chains", "entries", naive.model.chainedEntries, vm.model.chainedEntries)
    try same("chains", "nodes", naive.model.chainNodes, vm.model.chainNodes)
    try same("chains", "bytes", naive.model.chainBytes, vm.model.chainBytes)
    try same("chains", "owner nodes", naive.model.ownerNodes, vm.model.ownerNodes)
    try same("low memory", "total", naive.model.lowMemoryTotal, vm.model.lowMemoryTotal)
    try same("low memory", "free", naive.model.lowMemoryFree, vm.model.lowMemoryFree)
  }

  private func compareFile(_ f: Int) throws(Difference) {
    let (a, b) = (naive.files[f], vm.files[f])
    try same("file", "size of f\(f)", naive.model.size(of: a), vm.model.size(of: b))
    try same(
      "file", "resident of f\(f)", naive.model.residentBytes(of: a), vm.model.residentBytes(of: b))
    try same("file", "dirty of f\(f)", naive.model.dirtyBytes(of: a), vm.model.dirtyBytes(of: b))
    try same(
      "file", "mappings of f\(f)", naive.model.mappingCount(of: a), vm.model.mappingCount(of: b))
  }

  private func compareProcess(_ p: Int) throws(Difference) {
    let (a, b) = (naive.processes[p], vm.processes[p])
    let (n, v) = (naive.model.parent(of: a), vm.model.parent(of: b))
    try same("parent", "of p\(p)", n.map { naive.number($0) }, v.map { vm.number($0) })
    try same(
      "children", "of p\(p)", naive.model.children(of: a).map { naive.number($0) },
      vm.model.children(of: b).map { vm.number($0) })
    try compareVMAs(p)
    try same("tables", "of p\(p)", naive.model.pageTables(of: a), vm.model.pageTables(of: b))
    try same(
      "shared tables", "of p\(p)", naive.model.sharedTables(of: a), vm.model.sharedTables(of: b))
    try same(
      "table pss", "of p\(p)", naive.model.proportionalTableBytes(of: a),
      vm.model.proportionalTableBytes(of: b))
    try same("rss", "of p\(p)", naive.model.resident(of: a), vm.model.resident(of: b))
    try same(
      "pss", "of p\(p)", naive.model.proportionalSetSize(of: a),
      vm.model.proportionalSetSize(of: b))
    try same("uss", "of p\(p)", naive.model.uniqueSetSize(of: a), vm.model.uniqueSetSize(of: b))
    try same("faults", "of p\(p)", naive.model.faults(of: a), vm.model.faults(of: b))
    try same("vsz", "of p\(p)", naive.model.virtualSize(of: a), vm.model.virtualSize(of: b))
  }

  private func compareVMAs(_ p: Int) throws(Difference) {
    func plain<M: Model & ~Copyable>(_ side: borrowing Side<M>) -> [String] {
      side.model.vmas(of: side.processes[p]).map { vma in
        let file = vma.file.map { "f\(side.files.firstIndex(of: $0) ?? -1)" } ?? "-"
        return "\(vma.range) \(vma.protection) \(vma.isShared ? "s" : "p") \(file) "
          + "\(vma.offset) \(vma.flags.sorted())"
      }
    }
    try same("vmas", "of p\(p)", plain(naive), plain(vm))
    try same(
      "vmas", "count of p\(p)", naive.model.vmas(of: naive.processes[p]).count,
      vm.model.vmaCount(of: vm.processes[p]))
  }

  /// All pages of the process's mappings if there are few, else a rotating choice.
  func sample(_ p: Int) -> [VirtualAddress] {
    let page = naive.model.geometry.pageSize
    let vmas = naive.model.vmas(of: naive.processes[p])
    let count = vmas.reduce(0) { $0 + $1.range.length / page }
    let most = 12
    let every = max(1, count / most)
    var found: [VirtualAddress] = []
    var position = step % every
    for vma in vmas {
      let pages = vma.range.length / page
      while position < pages {
        found.append(vma.range.start + position * page)
        position += every
      }
      position -= pages
    }
    // And right before and behind one of the mappings.
    if !vmas.isEmpty {
      let vma = vmas[step % vmas.count].range
      found += [vma.start - page, vma.end].filter { $0.value >= 0 }
    }
    return found
  }

  private mutating func comparePage(_ p: Int, _ address: VirtualAddress) throws(Difference) {
    let (a, b) = (naive.processes[p], vm.processes[p])
    let place = "p\(p) \(address)"
    for word in [address, address + 8 * (1 + step % 7)] {
      try same(
        "value", "p\(p) \(word)", naive.model.value(a, at: word), vm.model.value(b, at: word))
    }
    let (n, v) = (naive.model.pageEntry(a, at: address), vm.model.pageEntry(b, at: address))
    func bare(_ entry: PageEntryRecord) -> PageEntryRecord {
      var entry = entry
      entry.frame = nil
      entry.table = nil
      entry.swapSlot = entry.swapSlot.map { _ in 0 }
      return entry
    }
    try same("page entry", place, bare(n), bare(v))
    // The page's frame or slot; no slot is ever taken for a frame.
    let (x, y) = (naive.model.frame(a, at: address), vm.model.frame(b, at: address))
    let isForgetful =
      n.swapSlot != nil && configuration.kernel.reverseMap.method == .addressByAddress
    let agrees =
      isForgetful
      ? slots.agree(x?.rawValue, y?.rawValue) : frames.agree(x?.rawValue, y?.rawValue)
    if !agrees {
      throw Difference(kind: "frame", subject: place, naive: "\(n)", vm: "\(v)")
    }
    if !tables.agree(n.table?.rawValue, v.table?.rawValue) {
      throw Difference(kind: "table", subject: place, naive: "\(n)", vm: "\(v)")
    }
    if v.isPresent { try same("frame", "answer at \(place)", v.frame, y) }
    try same("table", "answer at \(place)", v.table, vm.model.table(b, at: address))

    var (t, u) = (naive.model.tableEntry(a, at: address), vm.model.tableEntry(b, at: address))
    (t.table, u.table) = (nil, nil)
    try same("table entry", place, t, u)
    if let x = n.frame, let y = v.frame {
      try same("mapcount", place, naive.model.mapcount(x), vm.model.mapcount(y))
      try same("refcount", place, naive.model.refcount(x), vm.model.refcount(y))
    }
    if let x, let y, x.rawValue >= 0 {
      try same("reverse map", place, reachedNaively(x), reached(y))
    }
    if let x = n.table, let y = v.table {
      try same(
        "owners", place, naive.model.owners(x).map { naive.number($0) },
        vm.model.owners(y).map { vm.number($0) })
    }
  }

  private func reachedNaively(_ frame: FrameID) -> Set<NaiveReach> {
    var places: Set<NaiveReach> = []
    for var place in naive.model.reached(frame) {
      place.process = naive.number(ProcessID(index: Int32(place.process)))
      places.insert(place)
    }
    return places
  }

  /// Where processes reach what maps the frame, or holds the slot.
  private func reached(_ frame: FrameID) -> Set<NaiveReach> {
    let (rows, count) = vm.model.reverseMap(of: frame, limit: 10_000)
    let places = rows.map { row in
      NaiveReach(
        process: vm.number(row.process), address: row.address.value, index: row.index,
        owners: row.owners, isPresent: row.entry.isPresent)
    }
    return count == places.count ? Set(places) : []
  }
}
