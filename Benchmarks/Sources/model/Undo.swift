import VM

/// Statements that touch one page for the first time, each taken back at once.
func undoStatements(_ options: Options) throws {
  var machine = makeMachine(options)
  let process = try machine.makeProcess(options)
  let order = options.pageOrder
  let before = machine.events
  let start = processorTime()
  for number in order {
    let mark = machine.mark()
    try machine.write(process, page(number))
    machine.restore(to: mark)
    machine.release(mark)
  }
  report("op", processorTime() - start, dividedBy: order.count)
  try expect("what has happened", machine.events, before)
  try machine.expectTables(leaves: 0, upper: 1, dataPages: 0)
}
