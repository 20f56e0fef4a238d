// Slots of swap space: who holds them, and the swap cache.
extension Machine {
  var freeSlots: Int { totals.swapSlots - totals.usedSlots }

  /// So many holders more, or less, hold each of the slots; one goes with its last holder.
  mutating func holdSlots(_ held: Census, _ delta: Int32) {
    for run in held.runs() { holdSlots(run.start..<run.end, delta * Int32(run.value.count)) }
  }

  mutating func holdSlots(_ numbers: Range<SlotNumber>, _ delta: Int32) {
    slots.update(numbers, of: .slots, log: &journal) { slot, _ in slot.count += delta }
    if delta > 0 { return }
    for run in slots.runs(in: numbers) where run.value.count == 0 { freeSlots(run) }
  }

  /// Slots that nobody holds any more; frames that have their content are ordinary ones now, and
  /// dirty, for nothing else has it.
  ///
  /// - Kernel: `delete_from_swap_cache`, `folio_free_swap` in mm/swapfile.c.
  private mutating func freeSlots(_ run: Run<SwapSlot>) {
    let numbers = run.start..<run.end
    if run.value.frame >= 0 {
      updateFrames(run.value.frame..<run.value.frame + run.count) { frame in
        frame.file = -1
        frame.page = 0
        frame.isDirty = true
      }
    }
    writeSlots(numbers, nil)
    totals.usedSlots -= run.count
    eraseValues(numbers)
  }

  /// Frames that are about to go are in the swap cache no more.
  mutating func leaveSwapCache(_ numbers: Range<FrameNumber>) {
    for run in frames.runs(in: numbers) where run.value.isInSwapCache {
      slots.update(run.value.page..<run.value.page + run.count, of: .slots, log: &journal) {
        slot, _ in slot.frame = -1
      }
    }
  }

  /// Takes slots for frames that are in the swap cache from then on: one entry has gone of several.
  /// Frame and slot have the same number, and what is there is the content of both.
  ///
  /// - Precondition: so many slots are free.
  mutating func enterSwapCache(_ numbers: Range<FrameNumber>) {
    frames.update(numbers, of: .frames, log: &journal) { frame, part in
      frame.file = Frame.swapCache
      frame.page = part.lowerBound
    }
    writeSlots(numbers, SwapSlot(count: 1, frame: numbers.lowerBound))
    totals.usedSlots += numbers.count
    totals.events.swapOut += numbers.count
  }

  /// Takes slots for the content of frames, which stays under their numbers.
  ///
  /// - Parameter holders: of each slot.
  /// - Precondition: so many slots are free.
  mutating func takeSlots(_ numbers: Range<FrameNumber>, holders: Int32) {
    vacateFrames(numbers)
    writeSlots(numbers, SwapSlot(count: holders))
    totals.usedSlots += numbers.count
    totals.events.swapOut += numbers.count
  }

  /// New frames with the content of slots that are in no frame.
  ///
  /// - Parameter mapcount: of each frame.
  mutating func readSlots(_ numbers: Range<SlotNumber>, mapcount: Int32) -> Range<FrameNumber> {
    let new = numberFrames(numbers.count)
    writeFrames(
      new, Frame(mapcount: mapcount, file: Frame.swapCache, page: numbers.lowerBound))
    countMapped(numbers.count, from: 0, to: mapcount)
    copyValues(from: numbers.lowerBound, to: new)
    slots.update(numbers, of: .slots, log: &journal) { slot, keys in
      slot.frame = new.lowerBound + keys.lowerBound - numbers.lowerBound
    }
    totals.events.swapIn += numbers.count
    return new
  }
}
