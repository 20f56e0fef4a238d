import VM

/// Swap space: slots, what holds them, what comes back from them.
extension NaiveMachine {
  var swapTotal: ByteCount { totalSlots * page }
  var swapUsed: ByteCount { slotsInUse().count * page }

  // MARK: Slots

  func slotsInUse() -> Set<Int> {
    var held: Set<Int> = []
    for leaf in leaves.values {
      for entry in leaf.entries.values { if let slot = entry.slot { held.insert(slot) } }
    }
    for file in files.values { held.formUnion(file.swapped.values) }
    return held
  }

  /// How many entries and files hold it.
  func holders(ofSlot slot: Int) -> Int {
    leaves.values.reduce(0) { $0 + $1.entries.values.filter { $0.slot == slot }.count }
      + files.values.reduce(0) { $0 + $1.swapped.values.filter { $0 == slot }.count }
  }

  /// The frame read in from a slot, as long as somebody maps it.
  func cachedFrame(ofSlot slot: Int) -> Int? {
    slots[slot]!.cached.flatMap { mapcountOfFrame($0) > 0 ? $0 : nil }
  }

  /// The slot, still held by somebody, that the frame was read in from.
  func slotCaching(_ frame: Int) -> Int? {
    if slots.isEmpty { return nil }
    return slots.first { $0.value.cached == frame && holders(ofSlot: $0.key) > 0 }?.key
  }

  /// Whether the frame has come back from swap space, and nothing else has its content.
  func isOnlyCopy(_ frame: Int) -> Bool {
    frames[frame]!.origin.map { holders(ofSlot: $0) == 0 } ?? false
  }

  /// A page goes to swap space; nil if there is no room for it.
  mutating func newSlot(_ frame: Int) -> Int? {
    // Not counted while even the forgotten ones would leave room.
    guard slots.count < totalSlots || slotsInUse().count < totalSlots else { return nil }
    let id = nextSerial()
    slots[id] = NaiveSlot(words: frames[frame]!.words, source: frames[frame]!.number)
    events.swapOut += 1
    return id
  }

  /// The content of a slot in a new frame.
  mutating func readSlot(_ slot: Int, number: Int? = nil) -> Int {
    events.swapIn += 1
    return newFrame(slots[slot]!.words, number: number)
  }

  /// The number for the page of a file that is in the slot; nil if it is of private memory.
  private mutating func numberInFile(_ slot: Int) -> Int? {
    for (file, content) in files {
      for (number, other) in content.swapped where other == slot {
        return frameNumber(ofFile: file, page: number)
      }
    }
    return nil
  }

  // MARK: Faults

  /// What an access makes of a swap entry, and whether it had to be read.
  mutating func swapIn(
    _ old: NaiveEntry, _ vma: NaiveVMA, _ kind: AccessKind, _ space: Int
  ) -> (entry: NaiveEntry, isMajor: Bool) {
    let slot = old.slot!
    let cached = cachedFrame(ofSlot: slot)
    var entry = NaiveEntry(kind: .anon)
    if kind == .write {
      let isAlone = holders(ofSlot: slot) == 1 && cached == nil
      if !isAlone { countCopy(space) }
      entry.frame = cached.map { newFrame(frames[$0]!.words) } ?? readSlot(slot)
      if isAlone { frames[entry.frame!]!.origin = slot }
      entry.isExclusive = true
      entry.isWritable = true
    } else {
      entry.frame = cached ?? readSlot(slot)
      frames[entry.frame!]!.origin = slot
      slots[slot]!.cached = entry.frame
      entry.isExclusive = kernel.faults.tracksExclusivePages && old.isExclusive
      entry.isWritable = entry.isExclusive && vma.protection.contains(.write)
    }
    return (entry, cached == nil)
  }

  // MARK: swapon and swapoff

  mutating func swapOn(_ size: ByteCount) throws(Refusal) {
    let (sum, overflow) = totalSlots.addingReportingOverflow(size / page)
    guard size >= page, !overflow, sum <= Int.max / page else { throw .errno(.EINVAL) }
    totalSlots = sum
  }

  mutating func swapOff() throws(Refusal) {
    if totalSlots == 0 { throw .errno(.EINVAL) }
    let before = self
    let held = slotsInUse().sorted { slots[$0]!.source < slots[$1]!.source }
    let unread = held.filter { cachedFrame(ofSlot: $0) == nil }
    if unread.count > freeFrames { throw .errno(.ENOMEM) }
    var pages: [Int: Int] = [:]
    for slot in held {
      pages[slot] = cachedFrame(ofSlot: slot) ?? readSlot(slot, number: numberInFile(slot))
      frames[pages[slot]!]!.origin = slot
    }
    for leaf in leaves.keys {
      for (index, entry) in leaves[leaf]!.entries where entry.kind == .swap {
        leaves[leaf]!.entries[index] = NaiveEntry(
          kind: .anon, frame: pages[entry.slot!]!, isExclusive: entry.isExclusive)
      }
    }
    for file in files.keys {
      for (number, slot) in files[file]!.swapped {
        files[file]!.cache[number] = pages[slot]!
        frames[pages[slot]!]!.isDirty = true
      }
      files[file]!.swapped = [:]
    }
    slots = [:]
    totalSlots = 0
    if exceedsLowMemory {
      self = before
      throw .errno(.ENOMEM)
    }
  }
}
