/// A mapping of an address space (`vm_area_struct`).
struct VMA: Hashable {
  var range: AddressRange
  var protection: Protection
  var flags: VMAFlags
  /// The file behind it; -1 for anonymous memory.
  var file: Int32 = -1
  /// What the first page of the range is, in pages (vm_pgoff): of a file, the file's page; of
  /// private anonymous memory, the page number at which it was first mapped.
  var pageOffset: Int = 0
  /// The open file description (0: the one that most mappings share); mappings through different
  /// ones do not merge.
  var openFile: Int32 = 0
  /// The anon_vma to which its private pages belong; 0 until there may be some.
  var anonVMA: Int32 = 0
  /// The anon_vma has been set up by fork, below a parent's: its anon_vma_chain is longer than one.
  var isForkChild = false
  /// Guards have been put into it, or into what it has been cut from or merged with, so that fork
  /// copies its tables (VM_MAYBE_GUARD, which merging ignores).
  var mayHaveGuards = false

  var isAnonymous: Bool { file < 0 }
  var isShared: Bool { flags.contains(.shared) }
  var isWritable: Bool { protection.contains(.write) }
  /// Whether `mprotect` may ever make it writable (VM_MAYWRITE).
  var mayWrite: Bool { !(isShared && flags.contains(.readOnlyFile)) }

  /// The same mapping, cut down to the part inside `part`.
  func cut(to part: AddressRange, pageShift: Int) -> VMA {
    var piece = self
    piece.range = part
    piece.pageOffset += (part.start - range.start) &>> pageShift
    return piece
  }

  // MARK: Merging

  /// Whether the next vma continues this one but for protection: adjacent, the same file by the
  /// same open file description, contiguous page offset, equal flags.
  ///
  /// - Kernel: `anon_vma_compatible` in mm/mmap.c.
  func isContinued(by next: VMA, pageShift: Int) -> Bool {
    range.end == next.range.start && flags == next.flags && file == next.file
      && openFile == next.openFile && pageOffset + range.length &>> pageShift == next.pageOffset
  }

  /// Whether the next vma may be one with this one, as far as anon_vmas do not matter. That of
  /// kernels without anon_vmas is the whole rule.
  ///
  /// - Kernel: `can_vma_merge_after` in mm/mmap.c, 2.5; `is_mergeable_vma` in mm/vma.c, 6.18.
  func merges(with next: VMA, pageShift: Int) -> Bool {
    protection == next.protection && isContinued(by: next, pageShift: pageShift)
  }

  /// Whether what is new or has changed may take part in this vma's anon_vma, or this one in its.
  ///
  /// - Kernel: `is_mergeable_anon_vma` in mm/vma.c.
  func accepts(anonVMAOf source: VMA) -> Bool {
    if anonVMA == source.anonVMA { return true }
    if anonVMA == 0 { return !source.isForkChild }
    return source.anonVMA == 0 && !isForkChild
  }

  /// Whether the next vma, which is new or has changed, becomes part of this one.
  func absorbs(_ next: VMA, pageShift: Int) -> Bool {
    merges(with: next, pageShift: pageShift) && accepts(anonVMAOf: next)
  }

  /// Whether two vmas may become one because something between them merges with both.
  func sharesAnonVMA(with other: VMA) -> Bool {
    anonVMA == 0 || other.anonVMA == 0 || anonVMA == other.anonVMA
  }

  /// This vma and the next one as one.
  func joined(with next: VMA) -> VMA {
    var joined = self
    joined.range.end = next.range.end
    joined.mayHaveGuards = mayHaveGuards || next.mayHaveGuards
    if anonVMA == 0 { (joined.anonVMA, joined.isForkChild) = (next.anonVMA, next.isForkChild) }
    return joined
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
  /// Memory has been set aside for it (VM_ACCOUNT).
  static let accounted = VMAFlags(rawValue: 1024)
  static let noHugePage = VMAFlags(rawValue: 2048)
  /// Of huge pages.
  static let hugetlb = VMAFlags(rawValue: 4096)

  /// The names of the flags, for people.
  var names: [String] {
    let all: [(VMAFlags, String)] = [
      (.growsDown, "growsdown"), (.locked, "locked"), (.noReserve, "noreserve"),
      (.dontFork, "dontfork"), (.wipeOnFork, "wipeonfork"), (.randomAccess, "random"),
      (.sequentialAccess, "sequential"), (.readOnlyFile, "readonly"),
      (.nonlinear, "nonlinear"), (.accounted, "account"), (.noHugePage, "nohugepage"),
      (.hugetlb, "hugetlb"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
