// The way back from frames to the page entries that map them.
//
// It is found when it is asked for, by going over the runs of all tables: a list kept up to date
// would cost every fault something, and be as long as the runs that ten thousand processes have.

/// Page entries of consecutive pages that map consecutive frames, alike but for those.
struct ReverseMapping {
  var frames: Range<FrameNumber>
  /// The key in `contents` of the first entry.
  var key: Int
  /// The first entry.
  var entry: PageEntry

  var keys: Range<Int> { key..<key + frames.count }

  /// The first entries, so many.
  func first(_ count: Int) -> ReverseMapping {
    cut(to: frames.lowerBound..<frames.lowerBound + count)
  }

  func cut(to part: Range<FrameNumber>) -> ReverseMapping {
    let common = frames.clamped(to: part)
    let distance = common.lowerBound - frames.lowerBound
    return ReverseMapping(
      frames: common, key: key + distance, entry: entry.advanced(by: distance))
  }
}

extension Machine {
  /// The page entries that map frames of a range, those of a shared table once, in order of the
  /// tables. Huge pages have none.
  ///
  /// - Complexity: O(runs of all tables).
  func mappings(of frames: Range<FrameNumber>) -> [ReverseMapping] {
    var found: [ReverseMapping] = []
    contents.forEachRun(in: 0..<Int.max) { run in
      guard let mapped = run.frames, mapped.overlaps(frames) else { return }
      let whole = ReverseMapping(frames: mapped, key: run.start, entry: run.value)
      found.append(whole.cut(to: frames))
    }
    return found
  }

  /// Frames with an entry that lies in a locked mapping of any owner, or in a nonlinear one, where
  /// no fault could bring it back; in any order, some perhaps more than once.
  ///
  /// - Kernel: `try_to_unmap` in mm/rmap.c.
  func lockedFrames() -> [Range<FrameNumber>] {
    var found: [Range<FrameNumber>] = []
    for space in spaces.indices {
      for vma in spaces[space].vmas where vma.isPinned {
        for piece in pieces(Int32(space), overlapping: vma.range) {
          contents.forEachRun(in: keys(piece, in: vma.range)) { run in
            if let frames = run.frames { found.append(frames) }
          }
        }
      }
    }
    return found
  }

  /// Frames of huge pages, those of files also where nothing maps them; as above.
  func hugeFrames() -> [Range<FrameNumber>] {
    var found: [Range<FrameNumber>] = []
    hugeContents.forEachRun(in: 0..<Int.max) { found.append($0.frames) }
    for file in files where file.kind == .hugetlb {
      file.cache.forEachRun(in: 0..<Int.max) { run in
        found.append(run.value.number..<run.value.number + run.count)
      }
    }
    return found
  }
}

extension VMA {
  /// Its pages stay in memory.
  var isPinned: Bool { !flags.isDisjoint(with: [.locked, .nonlinear]) }
}

/// Frames of which something holds, to be asked about in ascending order.
struct FrameSet {
  private let ranges: [Range<FrameNumber>]
  private var next = 0

  /// - Parameter ranges: in any order; they may overlap.
  init(_ ranges: [Range<FrameNumber>]) { self.ranges = ranges.merged() }

  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether it holds of the frame, and how far that goes on, up to `end`.
  mutating func stretch(
    at frame: FrameNumber, end: FrameNumber
  ) -> (holds: Bool, end: FrameNumber) {
    while next < ranges.count, ranges[next].upperBound <= frame { next += 1 }
    guard next < ranges.count else { return (false, end) }
    let range = ranges[next]
    return range.lowerBound > frame
      ? (false, min(end, range.lowerBound)) : (true, min(end, range.upperBound))
  }
}
