/// A mapping of an address space (`vm_area_struct`).
struct VMA: Hashable {
  var range: AddressRange
  var protection: Protection
  var flags: VMAFlags
  /// The file behind it; -1 for anonymous memory.
  var file: Int32 = -1
  /// The file's page that the first page of the range maps.
  var filePage: PageIndex = 0
  /// The open file description (0: the one that most mappings share); mappings through different ones do not merge.
  var openFile: Int32 = 0

  var isAnonymous: Bool { file < 0 }
  var isShared: Bool { flags.contains(.shared) }
  var isWritable: Bool { protection.contains(.write) }
  /// Whether `mprotect` may ever make it writable (VM_MAYWRITE).
  var mayWrite: Bool { !(isShared && flags.contains(.readOnlyFile)) }

  /// The same mapping, cut down to the part inside `part`.
  func cut(to part: AddressRange, pageShift: Int) -> VMA {
    var piece = self
    piece.range = part
    if !isAnonymous { piece.filePage += (part.start - range.start) &>> pageShift }
    return piece
  }

  /// Adjacent, equal flags and protection, and the same file with contiguous offset or both
  /// anonymous; nothing else.
  ///
  /// - Kernel: `can_vma_merge_after` in mm/mmap.c, 2.5.
  func merges(with next: VMA, pageShift: Int) -> Bool {
    range.end == next.range.start && protection == next.protection && flags == next.flags
      && file == next.file && openFile == next.openFile
      && (isAnonymous || filePage + (range.length &>> pageShift) == next.filePage)
  }
}

/// What a mapping is besides its range, protection and file (`vm_flags`).
struct VMAFlags: OptionSet, Hashable {
  let rawValue: UInt16

  static let shared = VMAFlags(rawValue: 1)
  static let growsDown = VMAFlags(rawValue: 2)
  static let locked = VMAFlags(rawValue: 4)
  static let noReserve = VMAFlags(rawValue: 8)
  static let dontFork = VMAFlags(rawValue: 16)
  static let wipeOnFork = VMAFlags(rawValue: 32)
  static let randomAccess = VMAFlags(rawValue: 64)
  static let sequentialAccess = VMAFlags(rawValue: 128)
  /// The file was opened O_RDONLY.
  static let readOnlyFile = VMAFlags(rawValue: 256)
  /// Some pages show other places of the file (remap_file_pages).
  static let nonlinear = VMAFlags(rawValue: 512)

  /// The names of the flags, for people.
  var names: [String] {
    let all: [(VMAFlags, String)] = [
      (.growsDown, "growsdown"), (.locked, "locked"), (.noReserve, "noreserve"),
      (.dontFork, "dontfork"), (.wipeOnFork, "wipeonfork"), (.randomAccess, "random"),
      (.sequentialAccess, "sequential"), (.readOnlyFile, "readonly"),
      (.nonlinear, "nonlinear"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
