import VM

/// What came of a call.
enum Outcome: Equatable {
  case done
  case address(VirtualAddress)
  case range(AddressRange)
  case errno(Errno)
  case signal(Signal, VirtualAddress)
  case notModelled
}

/// A model with its processes and files in order of creation.
struct Side<M: Model & ~Copyable>: ~Copyable {
  var model: M
  var processes: [ProcessID] = []
  var files: [FileID] = []
  /// The open marks, oldest first.
  private(set) var marks: [Marked] = []

  /// A mark, and what had been created by then.
  struct Marked {
    var moment: M.Moment
    var processes: [ProcessID]
    var files: [FileID]
  }

  init(_ model: consuming M) { self.model = model }

  var living: [Int] { processes.indices.filter { model.isAlive(processes[$0]) } }

  /// The number of a process.
  func number(_ process: ProcessID) -> Int { processes.firstIndex(of: process) ?? -1 }

  mutating func perform(_ call: Call) -> Outcome {
    do throws(Refusal) {
      switch call {
      case .spawn: processes.append(try model.spawn(name: "p"))
      case .fork(let p): processes.append(try model.fork(processes[p], name: "p"))
      case .thread(let p): processes.append(try model.thread(of: processes[p], name: "p"))
      case .exec(let p): try model.exec(processes[p])
      case .exit(let p): model.exit(processes[p])
      case .createFile(let kind, let size, let filled):
        files.append(try model.createFile(name: "f", kind: kind, size: size, filled: filled))
      case .truncate(let f, let size): try model.truncate(files[f], to: size)
      case .mmap(let p, let file, let request):
        var request = request
        if let file { request.backing = .file(files[file]) }
        return .address(try model.mmap(processes[p], request))
      case .munmap(let p, let a, let n): try model.munmap(processes[p], a, length: n)
      case .mprotect(let p, let a, let n, let prot):
        try model.mprotect(processes[p], a, length: n, prot)
      case .mremap(let p, let request): return .address(try model.mremap(processes[p], request))
      case .madvise(let p, let a, let n, let advice):
        try model.madvise(processes[p], a, length: n, advice)
      case .mlock(let p, let a, let n): try model.mlock(processes[p], a, length: n)
      case .munlock(let p, let a, let n): try model.munlock(processes[p], a, length: n)
      case .msync(let p, let a, let n): try model.msync(processes[p], a, length: n)
      case .brk(let p, let n): return .range(try model.brk(processes[p], size: n))
      case .remap(let p, let a, let n, let offset):
        try model.remapFilePages(processes[p], a, length: n, offset: offset)
      case .access(let p, let request): try model.access(processes[p], request)
      case .undo(let undo): perform(undo)
      case .swapOn(let size): try model.swapOn(size)
      case .swapOff: try model.swapOff()
      case .reclaim(let count): model.reclaim(pages: count)
      }
      return .done
    } catch {
      return outcome(error)
    }
  }

  private func outcome(_ refusal: Refusal) -> Outcome {
    switch refusal {
    case .errno(let errno): .errno(errno)
    case .signal(let signal, let at): .signal(signal, at)
    case .notModelled: .notModelled
    }
  }
  private mutating func perform(_ undo: Undo) {
    switch undo {
    case .mark:
      marks.append(Marked(moment: model.mark(), processes: processes, files: files))
    case .restore(let n):
      model.restore(to: marks[n].moment)
      (processes, files) = (marks[n].processes, marks[n].files)
      marks.removeSubrange((n + 1)...)
    case .release(let n): model.release(marks.remove(at: n).moment)
    }
  }
}

extension Side<Machine> {
  /// The same, accesses piece by piece.
  mutating func performInPieces(_ call: Call) -> Outcome {
    guard case .access(let p, var request) = call else { return perform(call) }
    do throws(Refusal) {
      var pieces = 1
      while !request.range.isEmpty {
        let done = try model.access(processes[p], &request, pieces: pieces)
        if done < 1 || done > pieces { return .notModelled }
        pieces = pieces % 3 + 1
      }
      return .done
    } catch {
      return outcome(error)
    }
  }
}
