import VM

/// A step of a random program. Its operands are symbolic, so that it still means something when
/// steps before it are dropped: a process is a number modulo the living ones, a place is relative
/// to some mapping that is there at the time.
struct Operation {
  enum Kind {
    case spawn, fork, thread, exec, exit
    case createFile(kind: FileKind, size: Int, filled: Bool)
    case truncate(size: Int)
    case mmap(Mapping)
    case munmap(Stretch)
    case mprotect(Stretch, Protection)
    case mremap(Stretch, newLength: Int, mayMove: Bool, to: Place?, keepsSource: Bool)
    case madvise(Stretch, Advice)
    case mlock(Stretch)
    case munlock(Stretch)
    case msync(Stretch)
    case brk(size: Int)
    case remap(Stretch, offset: Int)
    case access(Stretch, AccessKind, stride: Int?, value: Int64?)
    /// Marks are counted from the last one that is open.
    case undo(Undo)
    case swapOn(size: Int)
    case swapOff
    case reclaim(pages: Int)
  }

  /// Where something is.
  enum Place {
    case absolute(Int)
    /// Bytes from the start of the n-th mapping.
    case start(Int, Int)
    /// Bytes from the end of the n-th mapping.
    case end(Int, Int)
    /// Bytes from the first table border at or below the start of the n-th mapping.
    case border(Int, Int)
  }

  struct Stretch {
    var place: Place
    /// Bytes; nil: as long as the mapping that the place names.
    var length: Int?
    /// Chosen and cut so that the call probably finds what it needs there.
    var isClipped = false
    /// Calls that touch every page do so to the end, however long it is.
    var isLong = false
  }

  struct Mapping {
    /// Modulo the files; nil: anonymous.
    var file: Int?
    var isShared: Bool
    var length: Int
    var offset: Int
    var protection: Protection
    /// nil: anywhere.
    var place: Place?
    var replaces = false
    var alignment = 0
    var populate = false
    var locked = false
    var noReserve = false
    var growsDown = false
    var readOnly = false
    var reopen = false
  }

  /// Modulo the living processes; -1 is the last one.
  var process: Int
  /// Modulo the files.
  var file = 0
  var kind: Kind
}

/// What is done with marks.
enum Undo: Equatable {
  case mark
  /// Back to an open mark, which stays.
  case restore(Int)
  case release(Int)
}

/// What is done to the models: processes and files are numbered in order of creation.
enum Call {
  case spawn
  case fork(Int)
  case thread(Int)
  case exec(Int)
  case exit(Int)
  case createFile(FileKind, size: Int, filled: Bool)
  case truncate(Int, size: Int)
  /// The request's backing stands for the file's number.
  case mmap(Int, file: Int?, MapRequest)
  case munmap(Int, VirtualAddress, Int)
  case mprotect(Int, VirtualAddress, Int, Protection)
  case mremap(Int, RemapRequest)
  case madvise(Int, VirtualAddress, Int, Advice)
  case mlock(Int, VirtualAddress, Int)
  case munlock(Int, VirtualAddress, Int)
  case msync(Int, VirtualAddress, Int)
  case brk(Int, Int)
  case remap(Int, VirtualAddress, Int, offset: Int)
  case access(Int, AccessRequest)
  /// Marks are counted from the first one that is open.
  case undo(Undo)
  case swapOn(Int)
  case swapOff
  case reclaim(Int)
}

extension Call: CustomStringConvertible {
  /// The first word of its kind, for telling failures apart.
  var verb: String {
    let text = description.split(separator: " ")
    return String(text.count > 1 && text[0].hasSuffix(":") ? text[1] : text[0])
  }

  var description: String {
    func range(_ start: VirtualAddress, _ length: Int) -> String { "\(start)+\(hex(length))" }
    func hex(_ n: Int) -> String { (n < 0 ? "-" : "") + "0x" + String(n.magnitude, radix: 16) }
    switch self {
    case .spawn: return "spawn"
    case .fork(let p): return "p\(p): fork"
    case .thread(let p): return "p\(p): thread"
    case .exec(let p): return "p\(p): exec"
    case .exit(let p): return "p\(p): exit"
    case .createFile(let kind, let size, let filled):
      return "\(kind == .regular ? "file" : "shm") \(hex(size))"
        + (kind == .hugetlb ? " hugetlb" : "") + (filled ? " filled" : "")
    case .truncate(let f, let size): return "truncate f\(f) \(hex(size))"
    case .mmap(let p, let file, let r):
      var text = "p\(p): mmap \(r.isShared ? "shared" : "private") "
      text += (file.map { "f\($0)" } ?? "anon") + " \(hex(r.length)) prot \(r.protection)"
      if r.offset != 0 { text += " offset \(hex(r.offset))" }
      switch r.placement {
      case .anywhere: break
      case .at(let a): text += " at \(a)"
      case .replacing(let a): text += " fixed \(a)"
      }
      if r.alignment != 0 { text += " align \(hex(r.alignment))" }
      for (flag, name) in [
        (r.populate, "populate"), (r.locked, "locked"), (r.noReserve, "noreserve"),
        (r.growsDown, "growsdown"), (r.readOnly, "readonly"), (r.reopen, "reopen"),
      ] where flag { text += " " + name }
      return text
    case .munmap(let p, let a, let n): return "p\(p): munmap \(range(a, n))"
    case .mprotect(let p, let a, let n, let prot):
      return "p\(p): mprotect \(range(a, n)) \(prot)"
    case .mremap(let p, let r):
      return "p\(p): mremap \(range(r.start, r.oldLength)) size \(hex(r.newLength))"
        + (r.mayMove ? " maymove" : "") + (r.destination.map { " to \($0)" } ?? "")
        + (r.keepsSource ? " dontunmap" : "")
    case .madvise(let p, let a, let n, let advice):
      return "p\(p): madvise \(range(a, n)) \(advice.rawValue)"
    case .mlock(let p, let a, let n): return "p\(p): mlock \(range(a, n))"
    case .munlock(let p, let a, let n): return "p\(p): munlock \(range(a, n))"
    case .msync(let p, let a, let n): return "p\(p): msync \(range(a, n))"
    case .brk(let p, let n): return "p\(p): brk \(hex(n))"
    case .remap(let p, let a, let n, let offset):
      return "p\(p): remap \(range(a, n)) offset \(hex(offset))"
    case .access(let p, let r):
      return "p\(p): \(r.kind) \(range(r.range.start, r.range.length))"
        + (r.stride.map { " every \(hex($0))" } ?? "") + (r.value.map { " = \($0)" } ?? "")
    case .swapOn(let size): return "swapon \(hex(size))"
    case .swapOff: return "swapoff"
    case .reclaim(let count): return "reclaim \(count)"
    case .undo(.mark): return "mark"
    case .undo(.restore(let n)): return "restore \(n)"
    case .undo(.release(let n)): return "release \(n)"
    }
  }
}
