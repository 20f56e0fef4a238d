/// What the chains of a kernel are made of on a machine.
///
/// A page knows the entries that map it (pte_chains), a leaf table the address spaces that it belongs
/// to (mm chains). Who is alone is known by a direct pointer, without a node.
///
/// - Kernel: `struct pte_chain` in mm/rmap.c, 2.5.43; `struct mm_chain` in mm/ptshare.c of
///   shpte-2.5.43.
struct ChainShape {
  /// Page entries of a node; 0 for a kernel without chains.
  let entriesPerNode: Int
  /// Bytes of a node of a page's chain: a cache line.
  let nodeBytes: ByteCount
  /// Bytes of a node of a table's chain: an address space, and the next node.
  let ownerNodeBytes: ByteCount

  init(_ kernel: Kernel, on geometry: Geometry) {
    let rules = kernel.reverseMap
    nodeBytes = rules.lineBytes ?? (geometry.hasLowMemory ? 32 : 64)
    let addressBytes = rules.addressBytes ?? geometry.entryBytes
    // The next node's address is as short as on the machines of the time.
    entriesPerNode = rules.method == .chains ? (nodeBytes - 4) / addressBytes : 0
    ownerNodeBytes = geometry.hasLowMemory ? 8 : 16
  }

  /// Nodes of a page that so many entries map.
  @inline(__always)
  func nodes(mapcount: Int32) -> Int {
    mapcount < 2 ? 0 : (Int(mapcount) + entriesPerNode - 1) / entriesPerNode
  }

  /// Nodes of a table that belongs to so many address spaces.
  func nodes(owners: Int32) -> Int { owners < 2 ? 0 : Int(owners) }
}
