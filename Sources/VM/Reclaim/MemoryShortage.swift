/// Why memory could not be had: what was wanted, and what all of memory is used for.
public struct MemoryShortage: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// Frames, of which reclaim has found no more.
    case frames
    /// The numbers that frames and tables have.
    case numbers
    /// Low memory, with so many bytes free.
    case lowMemory(free: ByteCount, total: ByteCount)
  }

  public var cause: Cause
  /// Frames that had to be free; the others are pages of memory too.
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

  init(_ machine: borrowing Machine, wanted: Int, cause: Cause) {
    self.cause = cause
    self.wanted = wanted
    free = max(0, machine.freeFrames)
    total = machine.totalFrames
    pageTables = machine.pageTables.total
    locked = FrameSet(machine.lockedFrames()).count
    huge = FrameSet(machine.hugeFrames()).count
    unswappable = machine.totals.framesInUse - locked - huge
  }

  init(ofLowMemory machine: borrowing Machine) {
    let cause = Cause.lowMemory(
      free: machine.lowMemoryFree ?? 0, total: machine.lowMemoryTotal ?? 0)
    self.init(machine, wanted: 0, cause: cause)
  }
}

extension MemoryShortage: CustomStringConvertible {
  /// `1 page wanted, 0 of 16 free; 5 are page tables, 3 locked, 8 without swap space`.
  public var description: String {
    let wish = "\(wanted) page\(wanted == 1 ? "" : "s") wanted"
    switch cause {
    case .numbers: return "\(wish), and no numbers are left for them"
    case .lowMemory(let free, let total):
      return "low memory, \(free >> 10) of \(total >> 10) KiB free, is too small for page tables "
        + "and chains"
    case .frames: break
    }
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
