extension Runner {
  /// The registers of a subject's block: who was current before, the processes whose turn it is
  /// one after the other, and the place of the next in that list.
  ///
  /// Most subjects are one process. Then there is no list.
  static let turnRegisters = 3

  /// Begins the turns of the processes that a subject names; false if it names none.
  func beginTurns(of subject: Value, _ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Bool
  {
    registers[0] = world.current
    if subject.tag == .process {
      registers[1] = .undefined
      try makeCurrent(subject)
      return true
    }
    registers[1] = try members(of: subject)
    registers[2] = Value(0)
    return try nextOfList(registers)
  }

  /// The same for those that are current already.
  @inline(__always)
  func beginTurnsOfCurrent(_ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Bool {
    let current = world.current
    guard current.tag == .process else { return try beginTurns(of: current, registers) }
    registers[0] = current
    registers[1] = .undefined
    return true
  }

  /// The next turn; false if there is none, and who was current before is so again.
  @inline(__always)
  func nextTurn(_ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Bool {
    if registers[1].tag != .undefined, try nextOfList(registers) { return true }
    if !registers[0].isIdentical(to: world.current) { leave(to: registers[0]) }
    return false
  }

  @inline(never)
  private func nextOfList(_ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Bool {
    guard let next = heap.element(of: registers[1], at: registers[2]) else { return false }
    registers[2].bits += 1
    // The script may have put something else into the list by now.
    guard next.pointee.tag == .process else {
      throw .error(
        .wrongType, "a subject is a process, and the list holds \(next.pointee.kindName)")
    }
    try makeCurrent(next.pointee)
    return true
  }

  /// A subject's turn. What is current is always there, though it may have exited.
  private func makeCurrent(_ process: Value) throws(Stop) {
    _ = try existing(process)
    world.current = process
  }

  /// The end of a subject's block: who was current before it is so again, unless `restore` has
  /// taken the world back to before his birth.
  func leave(to outer: Value) {
    if !world.isTakenBack(outer) { world.current = outer }
  }
}
