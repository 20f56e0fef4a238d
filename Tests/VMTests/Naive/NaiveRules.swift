import VM

/// What reverse maps, low memory and reclaim go by.
struct NaiveRules {
  let reverseMap: ReverseMapRules.Method
  /// Bytes of a chain node, and of the address of a page entry in it.
  let line: Int
  let address: Int
  /// Bytes of a node that names one owner of a leaf.
  let ownerNode: Int
  /// Bytes of low memory; nil where all memory is alike.
  let lowmem: Int?
  /// Leaf tables need no low memory.
  let highPTE: Bool

  init(_ geometry: Geometry, _ kernel: Kernel, lowmem: Int?) {
    let is32Bit = geometry.defaultLowmem != nil
    reverseMap = kernel.reverseMap.method
    line = kernel.reverseMap.lineBytes ?? (is32Bit ? 32 : 64)
    address = kernel.reverseMap.addressBytes ?? geometry.entryBytes
    ownerNode = is32Bit ? 8 : 16
    self.lowmem = geometry.defaultLowmem.map { lowmem ?? $0 }
    highPTE = kernel.tables.leavesInHighMemory
  }
}
