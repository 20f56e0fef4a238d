/// What kind of file system a file lives on.
public enum FileKind: Hashable, Sendable {
  case regular
  /// shmfs (tmpfs).
  case shm
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
  /// The frames that hold its pages.
  var pages: [PageIndex: Int32] = [:]

  init(name: String, kind: FileKind, isUnnamed: Bool, size: ByteCount) {
    self.name = name
    self.kind = kind
    self.isUnnamed = isUnnamed
    self.size = size
  }

  var residentKind: ResidentKind { kind == .shm ? .shmem : .file }

  /// Pages that exist, the last one perhaps in part.
  func pageCount(pageShift: Int) -> Int { File.pageCount(size: size, pageShift: pageShift) }

  static func pageCount(size: ByteCount, pageShift: Int) -> Int {
    (size >> pageShift) + (size & ((1 << pageShift) - 1) == 0 ? 0 : 1)
  }
}
