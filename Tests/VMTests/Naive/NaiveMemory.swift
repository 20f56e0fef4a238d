import VM

/// Memory: what is in use, and calls that happen wholly or not at all.
extension NaiveMachine {
  /// Frames that an entry or the page cache holds.
  func framesInUse() -> Set<Int> {
    var used: Set<Int> = []
    for leaf in leaves.values {
      for entry in leaf.entries.values { if let f = entry.frame { used.insert(f) } }
    }
    for entries in hugeEntries.values { used.formUnion(entries.values.map(\.frame)) }
    for file in files.values { used.formUnion(file.cache.values) }
    return used
  }

  /// Pages of memory that these frames take.
  func pageCount(ofFrames some: some Sequence<Int>) -> Int {
    some.reduce(0) { $0 + frames[$1]!.pages }
  }

  var tableCount: Int {
    var uppers: Set<Int> = []
    for space in spaces.values {
      for tables in space.uppers.values { uppers.formUnion(tables.values) }
    }
    return leaves.count + uppers.count
  }

  /// Frames and slots that nothing holds are forgotten.
  mutating func sweep() {
    let used = framesInUse()
    if used.count != frames.count { frames = frames.filter { used.contains($0.key) } }
    let held = slotsInUse()
    if held.count != slots.count { slots = slots.filter { held.contains($0.key) } }
  }

  var freeFrames: Int { totalFrames - pageCount(ofFrames: framesInUse()) - tableCount }

  /// Does a call if there are frames for all that it takes, some reclaimed perhaps, and if the kernel
  /// then has no more in low memory than there is; else throws `refusal`, and nothing has changed but
  /// by reclaim, if memory was short, and not even by that if it was low memory.
  mutating func whole<Result>(
    else refusal: Refusal = .errno(.ENOMEM),
    _ call: (inout NaiveMachine) throws(Refusal) -> Result
  ) throws(Refusal) -> Result {
    // No call takes as many as that: so much memory need not be counted.
    let hasHugePages = files.values.contains { $0.kind == .hugetlb }
    let most = hasHugePages ? pageCount(ofFrames: frames.keys) : frames.count
    if totalFrames - most - tableCount > 1_000_000, hasPlentyOfLowMemory { return try call(&self) }
    let original = self
    while true {
      sweep()
      let before = self
      let free = freeFrames
      taken = 0
      let result: Swift.Result<Result, Refusal>
      do throws(Refusal) { result = .success(try call(&self)) } catch { result = .failure(error) }
      let missing = taken - free
      if missing > 0 {
        self = before
        if reclaim(missing + totalFrames / 256) == 0 {
          shortage = whatMemoryIsUsedFor(wanted: missing + free)
          throw refusal
        }
      } else if exceedsLowMemory {
        self = original
        throw refusal
      } else {
        return try result.get()
      }
    }
  }
}
