import VM

/// What reverse maps, low memory and reclaim go by.
struct NaiveRules {
  /// Whether page entries are found from frames by chains, otherwise, or not at all.
  enum ReverseMap { case chains, objects, none }

  var reverseMap = ReverseMap.chains
  /// Bytes of a chain node, and of the address of a page entry in it.
  var line: Int
  var address: Int
  /// Bytes of low memory; nil where all memory is alike.
  var lowmem: Int?
  /// Leaf tables need no low memory.
  var highPTE = false
  /// Bytes of a node that names one owner of a leaf.
  var ownerNode: Int

  init(_ geometry: Geometry) {
    let is32Bit = geometry.defaultLowmem != nil
    line = is32Bit ? 32 : 64
    address = geometry.entryBytes
    lowmem = geometry.defaultLowmem
    ownerNode = is32Bit ? 8 : 16
  }
}
