/// Why memory could not be had, in pages: how many were wanted, and what all of memory is used for.
public struct MemoryShortage: Hashable, Sendable {
  public var wanted: Int
  public var free: Int
  public var total: Int
  public var pageTables: Int
  /// Locked in memory, or shown by nonlinear mappings.
  public var locked: Int
  /// Of huge pages.
  public var huge: Int
  /// Could go to swap space if there were any left.
  public var unswappable: Int
  /// It is not memory that has run out, but what frames and tables are numbered with.
  public var isOfNumbers: Bool

  init(_ machine: borrowing Machine, wanted: Int) {
    self.wanted = wanted
    free = max(0, machine.freeFrames)
    total = machine.totalFrames
    pageTables = machine.pageTables.total
    isOfNumbers = wanted > machine.freeNumbers
    locked = FrameSet(machine.lockedFrames()).count
    huge = FrameSet(machine.hugeFrames()).count
    unswappable = machine.totals.framesInUse - locked - huge
  }
}

extension MemoryShortage: CustomStringConvertible {
  /// `1 page wanted, 0 of 16 free; 5 are page tables, 3 locked, 8 without swap space`.
  public var description: String {
    let wish = "\(wanted) page\(wanted == 1 ? "" : "s") wanted"
    if isOfNumbers { return "\(wish), and no numbers are left for them" }
    var uses: [String] = []
    for (count, use) in [
      (pageTables, "page tables"), (locked, "locked"), (huge, "huge pages"),
      (unswappable, "without swap space"),
    ] where count > 0 {
      uses.append("\(count)\(uses.isEmpty ? count == 1 ? " is" : " are" : "") \(use)")
    }
    let rest = uses.isEmpty ? "" : "; " + uses.joined(separator: ", ")
    return "\(wish), \(free) of \(total) free\(rest)"
  }
}
