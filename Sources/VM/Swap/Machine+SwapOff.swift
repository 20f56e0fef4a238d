// swapoff: everything comes back.
extension Machine {
  /// Brings every page back from swap space; afterwards there is none.
  ///
  /// - Throws: EINVAL without swap space; ENOMEM if the pages do not fit into memory: nothing has
  ///   changed then.
  /// - Kernel: `sys_swapoff`, `try_to_unuse` in mm/swapfile.c.
  public mutating func swapOff() throws(Refusal) {
    actor = -1
    totals.work.calls += 1
    try withinLowMemory { machine throws(Refusal) in try machine.bringAllBack() }
  }

  private mutating func bringAllBack() throws(Refusal) {
    guard totals.swapSlots > 0 else { throw .errno(.EINVAL) }
    let used = slots.runs(in: 0..<Int.max)
    let frames = used.reduce(0) { $0 + ($1.value.frame < 0 ? $1.count : 0) }
    guard frames <= freeFrames else { throw .errno(.ENOMEM) }
    readAllSlots()
    for run in contents.runs(in: 0..<Int.max) where run.value.isSwap { replaceSlots(run) }
    totals.swapSlots = 0
  }

  /// Brings into memory what is only in swap space, in order of the slots.
  private mutating func readAllSlots() {
    var cached: [(file: Int32, run: Run<CachedPage>)] = []
    for file in files.indices {
      files[file].cache.forEachRun(in: 0..<Int.max) { run in
        if run.value.place == .swap { cached.append((Int32(file), run)) }
      }
    }
    cached.sort { $0.run.value.number < $1.run.value.number }
    var reached = 0
    for (file, run) in cached {
      readPrivateSlots(reached..<run.value.number)
      _ = returnToCache(file, run.start..<run.end, run.value)
      reached = run.value.number + run.count
    }
    readPrivateSlots(reached..<Int.max)
  }

  private mutating func readPrivateSlots(_ numbers: Range<SlotNumber>) {
    for run in slots.runs(in: numbers) where run.value.frame < 0 {
      _ = readSlots(run.start..<run.end, mapcount: 0)
    }
  }

  /// Lets entries map the frames of their slots: old, clean and read-only.
  ///
  /// - Kernel: `unuse_pte` in mm/swapfile.c.
  private mutating func replaceSlots(_ run: Run<PageEntry>) {
    guard let held = run.slots else { return }
    for slots in slots.runs(in: held) {
      let start = run.start + slots.start - held.lowerBound
      let frame = slots.value.frame
      writeContents(
        start..<start + slots.count,
        PageEntry(.anon, frame: frame, isExclusive: run.value.isExclusive))
      mapFrames(frame..<frame + slots.count, 1)
      holdSlots(slots.start..<slots.end, -1)
    }
  }
}
