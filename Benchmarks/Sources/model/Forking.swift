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
  for child in children {
    try expect("rss of a child", machine.resident(of: child).total, options.pages)
    try expect("tables of a child", machine.pageTables(of: child).pte, tables.leaves)
  }
  let isSharing = options.kernel.sharing.forkThreshold.map { tables.leaves > $0 } ?? false
  try expect("pte.copied", machine.events.pteCopied, isSharing ? 0 : count * options.pages)
  try expect("tables.shared", machine.events.tablesShared, isSharing ? count * tables.leaves : 0)
  try machine.expectTables(
    leaves: tables.leaves * (isSharing ? 1 : count + 1), upper: tables.upper * (count + 1),
    dataPages: options.pages)
}
