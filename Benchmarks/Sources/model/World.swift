import VM

/// One file in shared memory, mapped and written as a whole by many processes; then `edits` to
/// single pages at random, and `whatifs`.
func shareWorld(_ options: Options) throws {
  try expect("what is left of pages in whole leaves", options.pages % leafPages, 0)
  var machine = makeMachine(options)
  let file = try machine.createFile(
    name: "sga", kind: .shm, size: options.pages * pageSize, filled: false)
  var processes: [ProcessID] = []
  let start = processorTime()
  for number in 0..<options.processes {
    let process = try machine.spawn(name: "p[\(number + 1)]")
    _ = try machine.mmap(
      process,
      MapRequest(
        backing: .file(file), isShared: true, length: options.pages * pageSize,
        placement: .at(ground)))
    processes.append(process)
  }
  let middle = processorTime()
  for process in processes { try machine.write(process, pages(options.pages)) }
  report("write", processorTime() - middle)
  report("build", middle - start)
  report("peak", peakMemory())
  try expectWorld(machine, file, processes, options)

  if options.edits > 0 {
    try edit(&machine, processes, options)
    report("edited-peak", peakMemory())
  }
  if options.whatifs > 0 { try tryOut(&machine, processes, options) }
}

private func expectWorld(
  _ machine: borrowing Machine, _ file: FileID, _ processes: [ProcessID], _ options: Options
) throws {
  let tables = Tables(pages: options.pages)
  let count = processes.count
  let isSharing = options.kernel.sharing.attach != .never
  let attachments = isSharing ? (count - 1) * tables.leaves : 0
  try machine.expectTables(
    leaves: tables.leaves * (isSharing ? 1 : count), upper: tables.upper * count,
    dataPages: options.pages)
  try expect("pagetables.mapped", machine.mappedTables, (tables.leaves + tables.upper) * count)
  try expect("tables.shared", machine.events.tablesShared, attachments)
  try expect("pte.set", machine.events.pteSet, options.pages * (isSharing ? 1 : count))
  try expect("faults.minor", machine.events.faults.minor, machine.events.pteSet + attachments)
  try expect("sga.resident", machine.residentBytes(of: file), options.pages * pageSize)
  for process in [processes[0], processes[count - 1]] {
    try expect("rss", machine.resident(of: process).shmem, options.pages)
  }
}

/// Unmaps one page, writes to another, and so on; each time another process and page.
private func edit(
  _ machine: inout Machine, _ processes: [ProcessID], _ options: Options
) throws {
  var random = SplitMix64(state: 2)
  var taken: Set<Int> = []
  var places: [(process: Int, page: Int)] = []
  while places.count < options.edits {
    let page = random.next(below: options.pages)
    if taken.insert(page).inserted {
      places.append((random.next(below: processes.count), page))
    }
  }
  let before = machine.events
  let start = processorTime()
  for (index, place) in places.enumerated() {
    let range = page(place.page)
    if index.isMultiple(of: 2) {
      try machine.munmap(processes[place.process], range.start, length: pageSize)
    } else {
      try machine.access(
        processes[place.process],
        AccessRequest(kind: .write, range: range, value: Int64(index)))
    }
  }
  report("edit", processorTime() - start, dividedBy: places.count)

  let unmapped = stride(from: 0, to: places.count, by: 2).map { places[$0] }
  let unshared = tablesUnshared(by: unmapped, options)
  try expect("pte.cleared", machine.events.pteCleared - before.pteCleared, unmapped.count)
  try expect("tables.unshared", machine.events.tablesUnshared, unshared)
  try expect("pte.copied", machine.events.pteCopied, unshared * leafPages)
  try expect("faults", machine.events.faults, before.faults)
  for index in stride(from: 1, to: places.count, by: 2) {
    let other = processes[(places[index].process + 1) % processes.count]
    try expect(
      "a value", machine.value(other, at: page(places[index].page).start), Int64(index))
  }
}

/// A process leaves a shared leaf when it unmaps the first page of its span; but the last owner
/// keeps it.
private func tablesUnshared(by places: [(process: Int, page: Int)], _ options: Options) -> Int {
  if options.kernel.sharing.attach == .never { return 0 }
  var leaving: [Int: Set<Int>] = [:]
  for place in places { leaving[place.page / leafPages, default: []].insert(place.process) }
  return leaving.values.reduce(0) { $0 + min($1.count, options.processes - 1) }
}

/// `whatif { p[1]: write sga page N = 7 }`.
private func tryOut(
  _ machine: inout Machine, _ processes: [ProcessID], _ options: Options
) throws {
  let before = machine.events
  let used = machine.memoryUsed
  let place = page(options.pages / 3).start
  let value = machine.value(processes[0], at: place)
  let start = processorTime()
  for _ in 0..<options.whatifs {
    let mark = machine.mark()
    try machine.access(
      processes[0],
      AccessRequest(kind: .write, range: AddressRange(place, length: pageSize), value: -7))
    machine.restore(to: mark)
    machine.release(mark)
  }
  report("whatif", processorTime() - start, dividedBy: options.whatifs)
  try expect("the value before whatif", machine.value(processes[0], at: place), value)
  try expect("what has happened", machine.events, before)
  try expect("memory.used", machine.memoryUsed, used)
}
