// Processes: how they begin and end. Fork stands in a file of its own.
//
// The caller makes sure that a process it names is alive (`isAlive`).
extension Machine {
  /// Starts a process with an empty address space: its only table is the top one.
  ///
  /// - Throws: ENOMEM without a frame for that table.
  public mutating func spawn(name: String) throws(Refusal) -> ProcessID {
    actor = -1
    return try withinLowMemory { machine throws(Refusal) in
      try machine.provide { _ in 1 }
      machine.totals.work.spawns += 1
      let process = machine.addProcess(name: name, parent: -1)
      machine.processes[Int(process)].space = machine.makeSpace(for: process)
      return ProcessID(index: process)
    }
  }

  /// Starts a thread: one more user of the caller's address space. Its parent is the caller's.
  public mutating func thread(
    of process: ProcessID, name: String
  ) throws(Refusal) -> ProcessID {
    let space = beginCall(process)
    let thread = addProcess(name: name, parent: processes[Int(process.index)].parent)
    processes[Int(thread)].space = space
    spaces[Int(space)].members.append(thread)
    return ProcessID(index: thread)
  }

  /// Gives the caller an empty address space; its other threads keep the old one.
  ///
  /// - Throws: ENOMEM without a frame for the new top table.
  public mutating func exec(_ process: ProcessID) throws(Refusal) {
    let old = begin(process)
    try withinLowMemory { machine throws(Refusal) in
      try machine.provide { _ in 1 }
      machine.totals.work.execs += 1
      let new = machine.makeSpace(for: process.index)
      machine.spaces[Int(new)].faults = machine.spaces[Int(old)].faults
      machine.willChange(process: process.index)
      machine.processes[Int(process.index)].space = new
      machine.leaveSpace(old, process.index)
    }
  }

  /// Ends a process; its address space goes with its last thread.
  public mutating func exit(_ process: ProcessID) {
    _ = begin(process)
    endProcess(process.index)
  }

  // MARK: Parts

  mutating func endProcess(_ process: Int32) {
    totals.work.exits += 1
    let ended = processes[Int(process)]
    willChange(process: process)
    processes[Int(process)].isAlive = false
    totals.processCount -= 1
    if ended.parent >= 0 {
      willChange(process: ended.parent)
      processes[Int(ended.parent)].removeChild(process)
    }
    for child in ended.children {
      willChange(process: child)
      processes[Int(child)].parent = -1
    }
    processes[Int(process)].children = []
    leaveSpace(ended.space, process)
  }

  mutating func addProcess(name: String, parent: Int32) -> Int32 {
    let process = Int32(processes.count)
    processes.append(Process(name: name, space: -1, parent: parent))
    if parent >= 0 {
      willChange(process: parent)
      processes[Int(parent)].children.append(process)
    }
    totals.processCount += 1
    return process
  }

  /// An empty address space. A frame is free for its top table.
  mutating func makeSpace(for process: Int32) -> Int32 {
    let top = numberTables(1, level: 0).lowerBound
    let new = AddressSpace(top: top, members: [process], storage)
    let space: Int32
    if !journal.isOpen, let free = freeSpaces.popLast() {
      space = free
      spaces[Int(space)] = new
    } else {
      space = Int32(spaces.count)
      spaces.append(new)
    }
    countReached(1, level: 0, by: space)
    return space
  }

  private mutating func leaveSpace(_ space: Int32, _ process: Int32) {
    willChange(space: space)
    spaces[Int(space)].members.removeAll { $0 == process }
    guard spaces[Int(space)].members.isEmpty else { return }
    let everything = AddressRange(VirtualAddress(0), geometry.userEnd)
    takeOut(space, everything)
    flush(space)
    countReached(-1, level: 0, by: space)
    countFreed(1, level: 0)
    spaces[Int(space)].top = -1
    if !journal.isOpen { freeSpaces.append(space) }
  }
}
