import VM

/// Forks of a process all of whose memory is touched, and the exits of the children.
func forkProcess(_ options: Options) throws {
  var machine = makeMachine(options)
  let parent = try machine.makeProcess(options)
  try machine.write(parent, pages(options.pages))

  var forks = 0
  var forking = 0
  var exiting = 0
  // Children by the batch, because the clock takes its time too.
  while forks < 1600 && forking < 20_000_000 {
    var children: [ProcessID] = []
    let start = processorTime()
    for _ in 0..<16 { children.append(try machine.fork(parent, name: "child")) }
    let middle = processorTime()
    if forks == 0 { try expectChildren(machine, children, options) }
    let second = processorTime()
    for child in children { machine.exit(child) }
    exiting += processorTime() - second
    forking += middle - start
    forks += 16
  }
  report("op", forking, dividedBy: forks)
  report("exit", exiting, dividedBy: forks)

  let tables = Tables(pages: options.pages)
  try machine.expectTables(leaves: tables.leaves, upper: tables.upper, dataPages: options.pages)
}

private func expectChildren(
  _ machine: borrowing Machine, _ children: [ProcessID], _ options: Options
) throws {
  let tables = Tables(pages: options.pages)
  let count = children.count
  // What a fault could bring back is not copied.
  let inherits = options.kernel.fork.copied == .everyMapping || !options.isShared
  for child in children {
    try expect("rss of a child", machine.resident(of: child).total, inherits ? options.pages : 0)
    try expect("tables of a child", machine.pageTables(of: child).pte, inherits ? tables.leaves : 0)
  }
  let isSharing = options.kernel.sharing.forkThreshold.map { tables.leaves > $0 } ?? false
  let copies = isSharing || !inherits ? 0 : count
  try expect("pte.copied", machine.events.pteCopied, copies * options.pages)
  try expect("tables.shared", machine.events.tablesShared, isSharing ? count * tables.leaves : 0)
  try machine.expectTables(
    leaves: tables.leaves * (copies + 1),
    upper: inherits ? tables.upper * (count + 1) : tables.upper + count,
    dataPages: options.pages)
}
