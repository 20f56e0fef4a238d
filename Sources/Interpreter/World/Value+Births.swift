import VM

/// Tells apart things that have had the same number one after the other, which happens when the
/// world is put back: no two births of a run have the same.
typealias BirthNumber = Int32

/// The births of a run so far.
struct BirthCounts {
  private var processes: BirthNumber = -1
  private var others: BirthNumber = -1

  init() {}

  mutating func nextProcess() -> BirthNumber {
    processes += 1
    return processes
  }

  /// Of a file or family.
  mutating func nextOther() -> BirthNumber {
    others += 1
    return others
  }
}

// A value that stands for a thing of the world holds the number of its birth in its upper half: if
// the world is put back to before the birth, the value stands for nothing. `World+Lookup.swift` has
// the way back to the thing.
extension Value {
  init(_ process: ProcessID, birth: BirthNumber) {
    self.init(.process, Int(process.index), birth)
  }

  init(_ file: FileID, birth: BirthNumber) { self.init(.file, Int(file.index), birth) }

  /// A family is known by its place in the world's list.
  init(family: Int, birth: BirthNumber) { self.init(.family, family, birth) }

  /// A region is known by its process and its name: it is looked up whenever it is used.
  init(region name: WorldName, birth: BirthNumber) {
    self.init(.region, Int(name.index), birth)
  }

  private init(_ tag: Tag, _ number: Int, _ birth: BirthNumber) {
    self.init(tag: tag, bits: Int(birth) << 32 | number)
  }

  /// The birth of the process (the region's), file or family.
  var birth: BirthNumber { BirthNumber(truncatingIfNeeded: bits >> 32) }

  var family: Int { Int(Int32(truncatingIfNeeded: bits)) }
  var regionName: WorldName { WorldName(index: Int32(truncatingIfNeeded: bits)) }
}
