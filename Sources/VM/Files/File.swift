/// What kind of file system a file lives on.
public enum FileKind: Hashable, Sendable {
  case regular
  /// shmfs (tmpfs).
  case shm
  /// hugetlbfs: pages of 2 MiB.
  case hugetlb
}

/// A file and its page cache (`inode` and `address_space`).
struct File {
  let name: String
  let kind: FileKind
  /// Made by a shared anonymous mmap: goes with its last mapping.
  let isUnnamed: Bool
  var size: ByteCount
  /// How many vmas map it.
  var mappings = 0
  /// Where its pages are, those that have ever been touched; the machine frees the map.
  var cache: RunMap<CachedPage>
  /// How many pages are in memory.
  var cachedPages = 0
  /// Numbers set aside for the frames of its pages, consecutive like these, so that pages which come
  /// in one by one form runs too; nil once some of them have been used and freed.
  var frameNumbers: Range<FrameNumber>?
  /// The mark after which it has been saved.
  var savedAt = 0

  init(name: String, kind: FileKind, isUnnamed: Bool, size: ByteCount, _ form: StorageForm) {
    self.name = name
    self.kind = kind
    self.isUnnamed = isUnnamed
    self.size = size
    cache = RunMap(form)
  }

  /// Frees the storage of the cache, at the end of the machine or when its making is undone.
  func freeCache() { cache.free() }

  var entryKind: PageEntry.Kind { kind == .shm ? .shmem : .file }

  /// Pages that exist, the last one perhaps in part.
  func pageCount(pageShift: Int) -> Int { File.pageCount(size: size, pageShift: pageShift) }

  static func pageCount(size: ByteCount, pageShift: Int) -> Int {
    (size &>> pageShift) + (size & ((1 &<< pageShift) - 1) == 0 ? 0 : 1)
  }
}
