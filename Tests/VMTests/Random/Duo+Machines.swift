@testable import VM

// Two machines that must not be told apart: the compressed form and the flat one, and a machine
// with undone calls and one that never did them. Identities too are the same in the second case;
// in the first, tables that one call makes may be numbered in another order.
extension Duo {
  func sameForms<T: Equatable>(
    _ kind: String, _ subject: @autoclosure () -> String, _ a: T, _ b: T
  ) throws(Difference) {
    guard a != b else { return }
    throw Difference(
      kind: "flat " + kind, subject: subject(), first: ("compressed", "\(a)"),
      second: ("flat", "\(b)"))
  }

  /// The flat form answers as the compressed one.
  func compareForms() throws(Difference) {
    if step % (4 * thoroughEvery) == 0, let violation = flat.model.firstViolation() {
      throw Difference(
        kind: "flat invariant", subject: violation.name, naive: "holds", vm: violation.text)
    }
    if step % (4 * thoroughEvery) == 0 { try Self.checkStorage(flat) }
    let step = step
    try Self.compare(
      "flat", vm, ("compressed", "flat"), flat, isThorough: step % (8 * thoroughEvery) == 0,
      comparesIdentities: false
    ) {
      sample($0).prefix(step % 8 == 0 ? 20 : 4)
    }
  }

  /// The maps are stored as they should be.
  static func checkStorage(_ side: borrowing Side<Machine>) throws(Difference) {
    if let flaw = side.model.storageFlaw {
      throw Difference(kind: "storage", subject: "", naive: "in order", vm: flaw)
    }
  }

  /// Compares all answers; of pages, those of `pages`.
  static func compare(
    _ kind: String, _ a: borrowing Side<Machine>, _ names: (String, String),
    _ b: borrowing Side<Machine>, isThorough: Bool = true, comparesIdentities: Bool = true,
    pages: (Int) -> some Sequence<VirtualAddress>
  ) throws(Difference) {
    func same<T: Equatable>(
      _ what: String, _ subject: @autoclosure () -> String, _ x: T, _ y: T
    ) throws(Difference) {
      guard x != y else { return }
      throw Difference(
        kind: "\(kind) \(what)", subject: subject(), first: (names.0, "\(x)"),
        second: (names.1, "\(y)"))
    }
    try same("processes", "", a.processes, b.processes)
    try same("events", "", a.model.events, b.model.events)
    try same("work", "", a.model.totals.work, b.model.totals.work)
    try same("tables", "", a.model.pageTables, b.model.pageTables)
    try same("tables", "shared", a.model.sharedTables, b.model.sharedTables)
    try same("tables", "mapped", a.model.mappedTables, b.model.mappedTables)
    try same("memory", "used", a.model.memoryUsed, b.model.memoryUsed)
    try same("memory", "page cache", a.model.pageCacheBytes, b.model.pageCacheBytes)
    try same("chains", "entries", a.model.chainedEntries, b.model.chainedEntries)
    try same("chains", "nodes", a.model.chainNodes, b.model.chainNodes)
    try same("chains", "owner nodes", a.model.ownerNodes, b.model.ownerNodes)
    try same("low memory", "free", a.model.lowMemoryFree, b.model.lowMemoryFree)
    try same("swap", "total", a.model.swapTotal, b.model.swapTotal)
    try same("swap", "used", a.model.swapUsed, b.model.swapUsed)
    try same("files", "", a.files, b.files)
    for f in a.files {
      try same("file", "size", a.model.size(of: f), b.model.size(of: f))
      try same("file", "resident", a.model.residentBytes(of: f), b.model.residentBytes(of: f))
      try same("file", "dirty", a.model.dirtyBytes(of: f), b.model.dirtyBytes(of: f))
    }
    let first = FrameID(rawValue: 0)
    for (number, p) in a.processes.enumerated() {
      let name = "p\(number)"
      try same("alive", name, a.model.isAlive(p), b.model.isAlive(p))
      guard a.model.isAlive(p) else { continue }
      try same("parent", name, a.model.parent(of: p), b.model.parent(of: p))
      try same("children", name, a.model.children(of: p), b.model.children(of: p))
      try same("tables", name, a.model.pageTables(of: p), b.model.pageTables(of: p))
      try same("rss", name, a.model.resident(of: p), b.model.resident(of: p))
      try same("faults", name, a.model.faults(of: p), b.model.faults(of: p))
      try same("vmas", name, a.model.vmas(of: p), b.model.vmas(of: p))
      if isThorough {
        try same(
          "pss", name, a.model.proportionalSetSize(of: p), b.model.proportionalSetSize(of: p))
        try same("uss", name, a.model.uniqueSetSize(of: p), b.model.uniqueSetSize(of: p))
        try same(
          "table pss", name, a.model.proportionalTableBytes(of: p),
          b.model.proportionalTableBytes(of: p))
        try same(
          "tables", "shared of \(name)", a.model.sharedTables(of: p), b.model.sharedTables(of: p))
      }
      for address in pages(number) {
        let place = "\(name) \(address)"
        var (e, f) = (a.model.pageEntry(p, at: address), b.model.pageEntry(p, at: address))
        var (t, u) = (a.model.tableEntry(p, at: address), b.model.tableEntry(p, at: address))
        if let x = e.frame, let y = f.frame {
          try same("mapcount", place, a.model.mapcount(x), b.model.mapcount(y))
          try same("refcount", place, a.model.refcount(x), b.model.refcount(y))
        }
        if let x = e.table, let y = f.table {
          try same("owners", place, a.model.owners(x), b.model.owners(y))
        }
        if !comparesIdentities {
          (e.frame, f.frame) = (e.frame.map { _ in first }, f.frame.map { _ in first })
          (e.swapSlot, f.swapSlot) = (e.swapSlot.map { _ in 0 }, f.swapSlot.map { _ in 0 })
          (e.table, f.table) = (nil, nil)
          (t.table, u.table) = (nil, nil)
        }
        try same("page entry", place, e, f)
        try same("table entry", place, t, u)
        try same("value", place, a.model.value(p, at: address), b.model.value(p, at: address))
      }
    }
  }

  /// Pages spread over the mappings of a process: all if they are few.
  static func pages(of p: Int, _ side: borrowing Side<Machine>) -> [VirtualAddress] {
    let page = side.model.geometry.pageSize
    let vmas = side.model.vmas(of: side.processes[p])
    let every = max(1, vmas.reduce(0) { $0 + $1.range.length / page } / 200)
    return vmas.flatMap { vma in
      stride(from: vma.range.start.value, to: vma.range.end.value, by: every * page)
        .map { VirtualAddress($0) }
    }
  }
}
