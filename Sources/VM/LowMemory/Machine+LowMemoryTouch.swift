// Touching pages where low memory may not last.
extension Machine {
  /// As `touchFreely`, for as many of the pages as low memory lasts for.
  mutating func touchInLowMemory(
    _ space: Int32, _ vma: VMA, _ pages: Range<Int>, _ kind: AccessKind
  ) -> TouchOutcome {
    guard mayLackLowMemory(for: mostInLowMemory(pages.count)) else {
      return touchFreely(space, vma, pages, kind)
    }
    let plan = planFault(space, vma, pages, kind)
    guard plan.isFault else { return touchFreely(space, vma, pages, kind) }
    var count = plan.pages.count
    // The copy of a table takes what the copies of its pages then give back; all else goes only up,
    // or only down, page by page.
    if plan.leaf == .unshare { count = 1 }
    while true {
      let part = plan.pages.lowerBound..<plan.pages.lowerBound + count
      let outcome = attempt { $0.touchFreely(space, vma, part, kind) }
      if let outcome { return outcome }
      if count == 1 {
        shortage = MemoryShortage(ofLowMemory: self)
        return .outOfMemory(wanted: 1)
      }
      count /= 2
    }
  }

  /// Whether a stack can grow to an address, and the access to it be made: both or none.
  mutating func fitsLowMemory(
    _ space: Int32, growingTo address: VirtualAddress, _ kind: AccessKind
  ) -> Bool {
    guard mayLackLowMemory(for: mostOfAnAddressSpace) else { return true }
    let fits = attempt(isKept: false) { machine in
      guard let vma = try? machine.growStack(space, to: address, kind),
        vma.protection.permits(kind)
      else { return true }
      let page = machine.page(address)
      if case .outOfMemory = machine.touch(space, vma, page..<page + 1, kind) { return false }
      return true
    }
    return fits ?? false
  }
}
