import VM

extension NaiveMachine {
  func space(_ process: ProcessID) -> Int { processes[Int(process.index)]!.space }

  private mutating func newProcess(_ space: Int, parent: Int?) -> ProcessID {
    let id = nextSerial()
    processes[id] = NaiveProcess(space: space, parent: parent)
    return ProcessID(index: Int32(id))
  }

  private mutating func newSpace() -> Int {
    let id = nextSerial()
    spaces[id] = NaiveSpace(uppers: [0: [0: newTable()]])
    return id
  }

  mutating func spawn(name: String) throws(Refusal) -> ProcessID {
    try whole { machine in machine.newProcess(machine.newSpace(), parent: nil) }
  }

  mutating func thread(of process: ProcessID, name: String) throws(Refusal) -> ProcessID {
    newProcess(space(process), parent: processes[Int(process.index)]!.parent)
  }

  mutating func exec(_ process: ProcessID) throws(Refusal) {
    try whole { machine in
      let old = machine.space(process)
      let new = machine.newSpace()
      machine.spaces[new]!.faults = machine.spaces[old]!.faults
      machine.processes[Int(process.index)]!.space = new
      if !machine.processes.values.contains(where: { $0.space == old }) { machine.destroy(old) }
    }
  }

  mutating func exit(_ process: ProcessID) {
    let old = space(process)
    processes[Int(process.index)] = nil
    for id in processes.keys where processes[id]!.parent == Int(process.index) {
      processes[id]!.parent = nil
    }
    if !processes.values.contains(where: { $0.space == old }) { destroy(old) }
  }

  /// All threads of the address space go.
  mutating func kill(_ space: Int) {
    for id in processes.filter({ $0.value.space == space }).keys.sorted() {
      exit(ProcessID(index: Int32(id)))
    }
  }

  // MARK: Fork

  mutating func fork(_ parent: ProcessID, name: String) throws(Refusal) -> ProcessID {
    try whole { machine in
      let old = machine.space(parent)
      let new = machine.newSpace()
      machine.spaces[new]!.heapLength = machine.spaces[old]!.heapLength
      machine.flush([old])
      if machine.kernel.fork.copied == .mappingsWithAnonVMA {
        machine.forkLazily(old, new)
        return machine.newProcess(new, parent: Int(parent.index))
      }
      machine.spaces[new]!.vmas = machine.inheritedVMAs(of: old)
      machine.forkUppers(old, new)
      let reached = machine.spaces[old]!.links.count
      for base in machine.spaces[old]!.links.keys.sorted() {
        machine.forkLeaf(base, old, new, reached: reached)
      }
      machine.decideFileTables()
      return machine.newProcess(new, parent: Int(parent.index))
    }
  }

  func inheritedVMAs(of space: Int) -> [NaiveVMA] {
    spaces[space]!.vmas.filter { !$0.flags.contains(.dontfork) }.map { vma in
      var child = vma
      child.flags.remove(.locked)
      return child
    }
  }

  private mutating func forkUppers(_ old: Int, _ new: Int) {
    for level in 1..<max(1, geometry.levels.count - 1) {
      for base in spaces[old]!.uppers[level, default: [:]].keys
      where !isFree(new, base..<(base + geometry.levels[level].tableSpan)) {
        spaces[new]!.uppers[level, default: [:]][base] = newTable()
      }
    }
  }

  private mutating func forkLeaf(_ base: Int, _ old: Int, _ new: Int, reached: Int) {
    guard !isFree(new, leafRange(base)) else { return }
    let link = spaces[old]!.links[base]!
    if leaves[link.leaf]!.isFileTable {
      let vma = vma(new, at: base)!
      spaces[new]!.links[base] = NaiveLink(leaf: link.leaf, protection: vma.protection)
      events.tablesShared += 1
      return
    }
    let forbids = vmas(old, over: leafRange(base)).contains {
      $0.flags.contains(.dontfork) || $0.flags.contains(.wipeonfork)
    }
    if let threshold = kernel.sharing.forkThreshold, reached > threshold, !forbids {
      let readOnly = link.protection.subtracting(.write)
      spaces[old]!.links[base]!.protection = readOnly
      spaces[new]!.links[base] = NaiveLink(leaf: link.leaf, protection: readOnly)
      events.tablesShared += 1
      return
    }
    let kept = spaces[new]!.vmas.filter { !$0.flags.contains(.wipeonfork) }
    let copies = copyEntries(of: link.leaf, at: base, inside: kept)
    giveLeaf(Owner(space: new, base: base), entries: copies)
  }
}
