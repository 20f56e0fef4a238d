extension Runner {
  /// The registers of a subject's block: who was current before, the processes whose turn it is
  /// one after the other, and the place of the next in that list.
  ///
  /// Most subjects are one process. Then there is no list.
  static let turnRegisters = 3

  /// Begins the turns of the processes that a subject names; false if it names none.
  @inline(__always)
  func beginTurns(of subject: Value, _ registers: UnsafeMutablePointer<Value>) throws(Stop) -> Bool
  {
    registers[0] = world.current
    if subject.tag == .process {
      registers[1] = .undefined
      world.current = subject
      return true
    }
    registers[1] = try members(of: subject)
    registers[2] = Value(0)
    return nextOfList(registers)
  }

  /// The next turn; false if there is none, and who was current before is so again.
  @inline(__always)
  func nextTurn(_ registers: UnsafeMutablePointer<Value>) -> Bool {
    if registers[1].tag != .undefined, nextOfList(registers) { return true }
    world.current = registers[0]
    return false
  }

  @inline(never)
  private func nextOfList(_ registers: UnsafeMutablePointer<Value>) -> Bool {
    guard let next = heap.element(of: registers[1], at: registers[2]) else { return false }
    world.current = next.pointee
    registers[2].bits += 1
    return true
  }
}
