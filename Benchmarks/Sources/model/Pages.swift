import VM

/// First touch of each page, by a write.
func touchPages(_ options: Options) throws {
  var machine = makeMachine(options)
  let process = try machine.makeProcess(options)
  let order = options.pageOrder
  let start = processorTime()
  for number in order { try machine.write(process, page(number)) }
  report("op", processorTime() - start, dividedBy: order.count)

  let tables = Tables(pages: options.pages)
  try expect("faults.minor", machine.events.faults.minor, options.pages)
  try expect("pte.set", machine.events.pteSet, options.pages)
  try machine.expectTables(leaves: tables.leaves, upper: tables.upper, dataPages: options.pages)
}

/// Reads of pages that are there.
func accessPresentPages(_ options: Options) throws {
  var machine = makeMachine(options)
  let process = try machine.makeProcess(options)
  try machine.write(process, pages(options.pages))
  let order = options.pageOrder
  let before = machine.events
  let start = processorTime()
  for number in order {
    try machine.access(process, AccessRequest(kind: .read, range: page(number)))
  }
  report("op", processorTime() - start, dividedBy: order.count)
  try expect("pte.set", before.pteSet, options.pages)
  try expect("what has happened", machine.events, before)
}

/// A forked child's first write to each page: a copy of the page, and of its table where it is
/// shared.
func breakPages(_ options: Options) throws {
  var machine = makeMachine(options)
  let process = try machine.makeProcess(options)
  try machine.write(process, pages(options.pages))
  let child = try machine.fork(process, name: "child")
  let order = options.pageOrder
  let start = processorTime()
  for number in order { try machine.write(child, page(number)) }
  report("op", processorTime() - start, dividedBy: order.count)

  let tables = Tables(pages: options.pages)
  let sharesTables =
    options.kernel.sharing.forkThreshold.map { tables.leaves > $0 } ?? false
  try expect("faults.cow", machine.events.faults.cow, options.pages)
  try expect("tables.unshared", machine.events.tablesUnshared, sharesTables ? tables.leaves : 0)
  try expect("pte.copied", machine.events.pteCopied, options.pages)
  try machine.expectTables(
    leaves: 2 * tables.leaves, upper: 2 * tables.upper, dataPages: 2 * options.pages)
}

/// Unmaps page by page, from the first one on.
func unmapPages(_ options: Options) throws {
  try unmap(options, calls: options.pages)
}

/// Unmaps all in one call.
func unmapEverything(_ options: Options) throws {
  try unmap(options, calls: 1)
}

private func unmap(_ options: Options, calls: Int) throws {
  var machine = makeMachine(options)
  let process = try machine.makeProcess(options)
  try machine.write(process, pages(options.pages))
  let length = options.pages / calls * pageSize
  let start = processorTime()
  for number in 0..<calls {
    try machine.munmap(process, ground + number * length, length: length)
  }
  report("op", processorTime() - start, dividedBy: calls)

  try expect("pte.cleared", machine.events.pteCleared, options.pages)
  try expect("rss", machine.resident(of: process).total, 0)
  try machine.expectTables(leaves: 0, upper: 1, dataPages: 0)
}
