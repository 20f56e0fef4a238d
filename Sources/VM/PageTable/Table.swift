/// A page table of any level.
struct Table: BitwiseCopyable {
  /// The words of its entries: `PageEntry` in a leaf, `TableEntry` above.
  var words: UnsafeMutablePointer<UInt64>
  /// Counted up each time the place is used again, so that an identity is never seen twice.
  var generation: Int32
  /// Index into `Geometry.levels`.
  var level: Int8
  var isLive = true
  /// A leaf whose whole span lies in a linear VM_SHARED vma of a file, for every owner, under a
  /// kernel that attaches.
  var isFileTable = false
  /// Address spaces attached: what the program is about.
  var ownerCount: Int32 = 0
  /// Owners whose vma spans the table.
  var spanningOwners: Int32 = 0
  var firstOwner: Int32 = -1
  /// Present entries of a leaf by kind: what attaching adds to rss.
  var anon: Int32 = 0
  var file: Int32 = 0
  var shmem: Int32 = 0
  /// Order of creation.
  var serial: Int
  /// Of a file table: its file and the file's page that its first entry maps.
  var block = FileBlock(file: -1, page: 0)

  /// Adds `delta` pages of a kind to the counts.
  mutating func count(_ kind: ResidentKind, _ delta: Int32) {
    switch kind {
    case .anon: anon += delta
    case .file: file += delta
    case .shmem: shmem += delta
    }
  }
}

/// A place in a file where a leaf's span begins: the key by which a shareable table is found.
struct FileBlock: Hashable, BitwiseCopyable {
  var file: Int32
  var page: PageIndex
}

/// One attachment of an address space to a leaf.
struct Owner: BitwiseCopyable {
  var space: Int32
  /// Where the table's span begins in that address space.
  var base: VirtualAddress
  /// Its vma there is linear, shared, of a file, and contains the whole span.
  var isSpanning = false
  var previous: Int32 = -1
  var next: Int32 = -1
}

/// The kinds that rss tells apart.
enum ResidentKind: Hashable { case anon, file, shmem }

/// A place that holds a table entry: a table above the leaves, and an index in it.
struct TableSlot {
  var table: Int32
  var index: Int
}
