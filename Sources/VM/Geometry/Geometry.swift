/// The shape of a machine's address space: page size, levels of page tables, limits.
public struct Geometry: Hashable, Sendable {
  /// A level of page tables, named as the kernel names it.
  public enum LevelName: Int, Hashable, Sendable, CaseIterable {
    case pgd, p4d, pud, pmd, pte
  }

  public struct Level: Hashable, Sendable {
    public let name: LevelName
    /// How many bits of the address index a table of this level.
    public let indexBits: Int
    /// log2 of the bytes that one entry of a table of this level spans.
    public let entryShift: Int

    public var entryCount: Int { 1 << indexBits }
    public var entrySpan: ByteCount { 1 << entryShift }
    /// The bytes that a whole table of this level spans.
    public var tableSpan: ByteCount { 1 << (entryShift + indexBits) }
  }

  public let name: String
  /// One line for people.
  public let summary: String
  public let pageShift: Int
  /// Bytes of one table entry.
  public let entryBytes: Int
  /// Top level first; the last one is the leaf (`pte`).
  public let levels: [Level]
  /// The first address past user space.
  public let userEnd: VirtualAddress
  /// Mappings without an address are placed first fit downwards from here.
  public let mmapBase: VirtualAddress
  /// Where the heap of `brk` begins.
  public let heapStart: VirtualAddress
  /// Bytes of memory unless the scenario says otherwise.
  public let defaultMemory: ByteCount
  /// Bytes of low memory on 32-bit machines unless the scenario says otherwise; nil elsewhere.
  public let defaultLowmem: ByteCount?

  /// A 32-bit machine, whose kernel can reach a part of memory only.
  public var hasLowMemory: Bool { defaultLowmem != nil }

  public var pageSize: ByteCount { 1 &<< pageShift }
  public var leaf: Level { levels[levels.count - 1] }
  /// The bytes that one leaf table spans.
  public var leafSpan: ByteCount { leaf.tableSpan }

  /// The machine of that name.
  public static func named(_ name: String) -> Geometry? { all.first { $0.name == name } }

  init(
    name: String, summary: String, pageShift: Int, entryBytes: Int,
    levels names: [(LevelName, bits: Int)], userEnd: Int, mmapBase: Int, heapStart: Int,
    defaultMemory: ByteCount, defaultLowmem: ByteCount? = nil
  ) {
    self.name = name
    self.summary = summary
    self.pageShift = pageShift
    self.entryBytes = entryBytes
    var shift = pageShift
    var levels: [Level] = []
    for (name, bits) in names.reversed() {
      levels.append(Level(name: name, indexBits: bits, entryShift: shift))
      shift += bits
    }
    self.levels = levels.reversed()
    self.userEnd = VirtualAddress(userEnd)
    self.mmapBase = VirtualAddress(mmapBase)
    self.heapStart = VirtualAddress(heapStart)
    self.defaultMemory = defaultMemory
    self.defaultLowmem = defaultLowmem
  }
}
