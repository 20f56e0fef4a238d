import VM

/// Where the memory of all probes lies: at the beginning of a top table's entry.
let ground = VirtualAddress(0x1000_0000_0000)
let pageSize = 4096
/// Pages that one leaf maps.
let leafPages = 512

/// A machine that no probe can fill.
func makeMachine(_ options: Options) -> Machine {
  Machine(
    geometry: .x86_64, kernel: options.kernel, memory: 1 << 46, storage: options.storage)
}

func page(_ number: Int) -> AddressRange {
  AddressRange(ground + number * pageSize, length: pageSize)
}

func pages(_ count: Int) -> AddressRange { AddressRange(ground, length: count * pageSize) }

extension Machine {
  /// A process with `options.pages` mapped, anonymous.
  mutating func makeProcess(_ options: Options) throws -> ProcessID {
    let process = try spawn(name: "p")
    _ = try mmap(
      process,
      MapRequest(
        backing: .anonymous, isShared: options.isShared, length: options.pages * pageSize,
        placement: .at(ground)))
    return process
  }

  mutating func write(_ process: ProcessID, _ range: AddressRange) throws {
    try access(process, AccessRequest(kind: .write, range: range))
  }

  /// Page-table pages, and the memory they and the data take.
  func expectTables(leaves: Int, upper: Int, dataPages: Int) throws {
    try expect("pagetables.leaf", pageTables.pte, leaves)
    try expect("pagetables", pageTables.total, leaves + upper)
    try expect("memory.used", memoryUsed, (leaves + upper + dataPages) * pageSize)
  }
}

/// The tables that map so many pages from `ground` on for one address space.
struct Tables {
  let leaves: Int
  /// With the top one.
  let upper: Int

  init(pages: Int) {
    leaves = Self.rounded(pages, leafPages)
    let middle = Self.rounded(leaves, 512)
    upper = middle + Self.rounded(middle, 512) + 1
  }

  private static func rounded(_ count: Int, _ unit: Int) -> Int { (count + unit - 1) / unit }
}
