extension Runner {
  /// Does an instruction that takes long enough for a call not to matter, and does not jump.
  @inline(never)
  func perform(_ i: Instruction, _ base: UnsafeMutablePointer<Value>) throws(Stop) {
    let a = i.a
    switch i.op {
    case .clear: for register in a..<(a + i.x) { base[register] = .undefined }
    case .loadParameter: base[a] = parameters[i.x]

    // MARK: Operators
    case .divide, .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight:
      base[a] = try combine(i.op, base[i.b], base[i.c])
    case .negate, .complement, .not, .pages: base[a] = try apply(i.op, base[i.b])
    case .isIn: base[a] = Value(try isElement(base[i.b], of: base[i.c]))
    case .callBuiltin: base[a] = try call(Builtin.table[i.b], base + a, count: i.c)

    // MARK: Composite values
    case .newList:
      if heap.needsCollection { try collect() }
      base[a] = try heap.makeList(capacity: i.x)
    case .appendAssign: try append(base[i.b], to: base[a])
    case .newRange: base[a] = try makeRange(base[i.b], base[i.c], isHalfOpen: false)
    case .newRangeHalfOpen: base[a] = try makeRange(base[i.b], base[i.c], isHalfOpen: true)
    case .concatenate: base[a] = try concatenate(base + i.b, count: i.c)
    case .method: base[a] = try method(code.members[i.b].text, base + a)

    // MARK: Names of the world
    case .regionName: if let region = ownersRegion(i.c, base[i.b]) { base[a] = region }
    case .currentRegion: if let region = currentRegion(i.x) { base[a] = region }
    case .requireCounter: try require(GlobalCounter.table[i.x])
    case .leaveSubject: leave(to: base[a])

    // MARK: Statements
    case .machine: try machine(code.machines[i.x], base[a])
    case .machineKnobs: try machineKnobs(code.machineKnobs[i.x], base + a)
    case .kernel: try kernel(code.kernels[i.x], base + a)
    case .createFile: try createFile(code.files[i.x], base[a])
    case .bear: base[a] = try bear(code.births[i.x], base[a])
    case .exec: try exec(code.execs[i.x])
    case .exit: try exit()
    case .useProcess: try use(base[a])
    case .printValues: try printValues(base + a, count: i.x)
    case .show: try show(code.shows[i.x], base + a)
    case .measureBegin:
      base[a] = try beginMeasure()
      watch?.measurementBegan(base[a])
    case .measureEnd:
      let begun = base[a]
      base[a] = try endMeasure(begun)
      watch?.measurementEnded(begun, base[a])
    case .whatifBegin: try beginWhatif()
    case .whatifEnd: try endWhatif()
    case .snapshot: try takeSnapshot(WorldName(index: Int32(truncatingIfNeeded: i.x)))
    case .restore: try restore(WorldName(index: Int32(truncatingIfNeeded: i.x)))
    case .compareBegin: try beginComparison(code.comparisons[i.x], base + a)
    case .compareRow: try compareRow(code.comparisons[i.x], base + a)
    case .compareEnd: try endComparison(code.comparisons[i.x])

    // MARK: Sessions
    case .storeIndexUndoably:
      heap.willStore(in: base[a])
      try store(base[i.c], in: base[a], at: base[i.b])
    case .printTyped: try printTyped(base[a], isNilSilent: i.x == 1)

    // MARK: Assertions and tests
    case .invariant: try checkInvariant(code.assertions[i.x], base[a], base)
    case .skip: throw .skipped(reason: reason(base[a]))
    case .xfail:
      expectsFailure = true
      expectedFailureReason = reason(base[a])
    case .watchStatement, .watchCondition, .watchedCondition, .watchVariable, .watchValue,
      .watchedCounter, .watchedMember, .watchedMethod, .watchedBuiltin:
      try performWatched(i, base)
    default: preconditionFailure("the run loop does \(i.op) itself")
    }
  }

  /// Where the code of the test that runs begins.
  var testStart: Int { code.testStarts[test] }
}
