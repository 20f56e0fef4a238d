import VM

/// The second model: dictionaries of pages, everything counted anew when asked.
///
/// It is written from the design pages alone and shares nothing with `VM` but plain values, so that
/// the two cannot be wrong in the same way. It is slow, and that is fine.
struct NaiveMachine {
  let geometry: Geometry
  let kernel: Kernel
  let rules: NaiveRules
  /// Frames of memory, for anything.
  let totalFrames: Int
  /// Pages of swap space.
  var totalSlots: Int

  var frames: [Int: NaiveFrame] = [:]
  var leaves: [Int: NaiveLeaf] = [:]
  var spaces: [Int: NaiveSpace] = [:]
  var processes: [Int: NaiveProcess] = [:]
  var files: [Int: NaiveFile] = [:]
  /// Swap slots that some entry or file holds, and perhaps some that nothing holds any more.
  var slots: [Int: NaiveSlot] = [:]
  /// What PMD tables map by themselves: by table, then by the number of the huge page in the
  /// address space that first mapped it, modulo the table's entries.
  var hugeEntries: [Int: [Int: NaiveHugeEntry]] = [:]
  var events = EventCounters()
  /// Where the clock of reclaim goes on: at the first frame of this number or a higher one.
  var hand = 0
  /// Where the scan of address spaces goes on, where there is no reverse map.
  var scanHand = NaivePlace(space: 0, address: 0)

  /// The last identity handed out; frames, tables, files, processes, all from one row.
  var serial = 0
  /// Frames taken since the current call began; what it gave back does not count.
  var taken = 0
  /// Copies of the machine as it was at each open mark, in order.
  var moments: [Int: NaiveMachine] = [:]
  /// The last mark handed out.
  var lastMoment = 0
  /// Why the last request failed for which memory was short.
  var shortage: NaiveShortage?
  /// The last number of a frame.
  var lastNumber = 0

  init(
    geometry: Geometry, kernel: Kernel, memory: ByteCount, swap: ByteCount = 0,
    lowmem: ByteCount? = nil
  ) {
    self.geometry = geometry
    self.kernel = kernel
    rules = NaiveRules(geometry, kernel, lowmem: lowmem)
    totalFrames = memory / geometry.pageSize
    totalSlots = swap / geometry.pageSize
  }

  var page: Int { geometry.pageSize }
  var span: Int { geometry.leafSpan }
  var attaches: Bool { kernel.sharing.attach != .never }

  func roundUp(_ bytes: Int) -> Int { (bytes + page - 1) / page * page }
  func roundDown(_ address: Int) -> Int { address - address % page }
  func leafBase(_ address: Int) -> Int { address - address % span }
  func leafRange(_ base: Int) -> Range<Int> { base..<(base + span) }

  mutating func nextSerial() -> Int {
    serial += 1
    return serial
  }
}

/// A page of memory that holds data; words not in the dictionary are 0.
struct NaiveFrame {
  /// Its place among all frames that there have ever been.
  var number: Int
  var words: [Int: Int64] = [:]
  var isDirty = false
  /// MADV_FREE: not worth keeping unless it is written again.
  var isLazilyFree = false
  /// The slot that it was read in from, unless MADV_FREE has come in between.
  var origin: Int?
  /// Frames of memory that it takes; more than one if it is a huge page.
  var pages = 1
}

/// A page's worth of swap space.
struct NaiveSlot {
  var words: [Int: Int64]
  /// The number of the frame whose content it took: slots are in the order of these.
  var source: Int
  /// The frame last read in from here; it counts while somebody maps it.
  var cached: Int?
}

/// A page-table entry; an absent one is not in its dictionary.
struct NaiveEntry {
  enum Kind { case zero, anon, file, swap, guarded }
  var kind: Kind
  var frame: Int?
  /// Of a `swap` entry.
  var slot: Int?
  /// Nobody else maps the page.
  var isExclusive = false
  /// Of a `file` entry: whose page, and which.
  var file: Int?
  var filePage = 0
  var isWritable = false
  var isDirty = false
  var isYoung = false

  var isPresent: Bool { kind != .swap && kind != .guarded }
}

/// A last-level table.
struct NaiveLeaf {
  var entries: [Int: NaiveEntry] = [:]
  /// What the rule said when it was last asked.
  var isFileTable = false
}

/// The entry that points to a leaf.
struct NaiveLink {
  var leaf: Int
  var protection: Protection
}

struct NaiveSpace {
  /// In ascending order.
  var vmas: [NaiveVMA] = []
  /// By the first address of the span.
  var links: [Int: NaiveLink] = [:]
  /// Tables above the leaves: level from the top, first address of the span, identity.
  var uppers: [Int: [Int: Int]] = [:]
  var heapLength = 0
  var faults = FaultCounters()
}

struct NaiveProcess {
  var space: Int
  var parent: Int?
}

struct NaiveFile {
  var kind: FileKind
  var size: Int
  /// Unnamed shmfs files go with their last mapping.
  var isNamed: Bool
  /// Frames by page number; of a hugetlb file by the number of the huge page.
  var cache: [Int: Int] = [:]
  /// Slots of the pages that are in swap space, by page number.
  var swapped: [Int: Int] = [:]
  /// Contents of the pages that have left the page cache for the disk.
  var disk: [Int: [Int: Int64]] = [:]
  /// Of the numbers set aside for its pages: that of the first page.
  var firstNumber: Int?
}
