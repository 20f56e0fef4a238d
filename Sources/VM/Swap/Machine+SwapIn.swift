// Faults on pages of private memory that are in swap space.
extension Machine {
  /// Does what has been planned for pages in swap space; the frame of the first one.
  ///
  /// - Kernel: `do_swap_page` in mm/memory.c.
  mutating func bringBack(
    _ plan: FaultPlan, _ space: Int32, _ vma: VMA, _ kind: AccessKind
  ) -> FrameNumber {
    guard let held = contents[plan.keys.lowerBound], let slot = plan.slot else { return 0 }
    let count = plan.pages.count
    let slots = held.slot..<held.slot + count
    let first = address(ofPage: plan.pages.lowerBound)
    switch plan.page {
    case .mapSwapCache:
      mapFrames(slot.frame..<slot.frame + count, 1)
      fillByFault(plan, PageEntry(.anon, frame: slot.frame).touched(byWrite: false))
      holdSlots(slots, -1)
      note(
        "page.swap-cache", "in swap space, and in memory for another: that page", first,
        count: count)
      return slot.frame
    case .swapInCopy:
      if slot.frame < 0 { totals.events.swapIn += count }
      let frames = copies(of: slot.frame < 0 ? held.slot : slot.frame, space, count)
      fillByFault(plan, .newPrivatePage(frames))
      holdSlots(slots, -1)
      note(
        "page.cow", "write to a page in swap space that others hold too: a copy", first,
        count: count)
      return frames.lowerBound
    default:
      let frames = readSlots(slots, mapcount: 1)
      fillByFault(plan, broughtBack(held, frames, vma, kind))
      holdSlots(slots, -1)
      note("page.swap-in", "a page in swap space: read in", first, count: count)
      return frames.lowerBound
    }
  }

  private func broughtBack(
    _ held: PageEntry, _ frames: Range<FrameNumber>, _ vma: VMA, _ kind: AccessKind
  ) -> PageEntry {
    if kind == .write { return .newPrivatePage(frames) }
    let isExclusive = kernel.faults.tracksExclusivePages && held.isExclusive
    let entry = PageEntry(
      .anon, frame: frames.lowerBound, isWritable: isExclusive && vma.isWritable,
      isExclusive: isExclusive)
    return entry.touched(byWrite: false)
  }
}

extension PageEntry {
  /// Of private memory that has just been written, and that nobody else has.
  static func newPrivatePage(_ frames: Range<FrameNumber>) -> PageEntry {
    PageEntry(.anon, frame: frames.lowerBound, isWritable: true, isExclusive: true)
      .touched(byWrite: true)
  }
}
