extension Runner {
  /// Runs the program from its first instruction to its `end`.
  ///
  /// Program counter, registers and steps are locals; whatever needs more than a few instructions
  /// is a function elsewhere.
  func execute() throws(Stop) {
    try growStack(code.registerCount + 1)
    try execute(from: 0, at: 0)
  }

  /// The return address of a subroutine that was entered by `execute(from:at:)`.
  static let outside = -1

  /// Runs from an instruction to an `end`, or to the end of the subroutine if it is one's entry.
  ///
  /// - Parameter offset: where its registers begin on the stack.
  func execute(from entry: Int, at offset: Int) throws(Stop) {
    let instructions = self.instructions
    var pc = instructions + entry
    var base = stack + offset
    var steps = 0
    var retry = (place: -1, steps: -1, portions: -1)
    defer { stepsLeft += max(steps, 0) }

    while true {
      do throws(Stop) {
        while true {
          let i = pc.pointee
          pc += 1
          let a = Int(i.a)
          switch i.op {
          // MARK: Moving
          case .loadInteger: base[a] = Value(i.x)
          case .loadConstant: base[a] = constants[i.x]
          case .loadSimple:
            base[a] = Value(
              tag: Value.Tag(rawValue: UInt8(truncatingIfNeeded: i.b)) ?? .null, bits: Int(i.c))
          case .move: base[a] = base[Int(i.b)]
          case .loadGlobal:
            base[a] = stack[i.x]
            if base[a].tag == .undefined { throw notInitialised() }
          case .storeGlobal: stack[i.x] = base[a]
          case .clear: for register in a..<(a + i.x) { base[register] = .undefined }
          case .loadParameter: base[a] = parameters[i.x]

          // MARK: Arithmetic
          case .add:
            let l = base[Int(i.b)]
            let r = base[Int(i.c)]
            if l.tag == .integer, r.tag == .integer {
              let (sum, overflow) = l.bits.addingReportingOverflow(r.bits)
              if !overflow {
                base[a] = Value(sum)
                continue
              }
            }
            base[a] = try combine(.add, l, r)
          case .subtract:
            let l = base[Int(i.b)]
            let r = base[Int(i.c)]
            if l.tag == .integer, r.tag == .integer {
              let (difference, overflow) = l.bits.subtractingReportingOverflow(r.bits)
              if !overflow {
                base[a] = Value(difference)
                continue
              }
            }
            base[a] = try combine(.subtract, l, r)
          case .multiply:
            let l = base[Int(i.b)]
            let r = base[Int(i.c)]
            if l.tag == .integer, r.tag == .integer {
              let (product, overflow) = l.bits.multipliedReportingOverflow(by: r.bits)
              if !overflow {
                base[a] = Value(product)
                continue
              }
            }
            base[a] = try combine(.multiply, l, r)
          case .addSmall:
            let l = base[Int(i.b)]
            if l.tag == .integer {
              let (sum, overflow) = l.bits.addingReportingOverflow(i.smallC)
              if !overflow {
                base[a] = Value(sum)
                continue
              }
            }
            base[a] = try combineSmall(l, i.smallC)
          case .modulo:
            let l = base[Int(i.b)]
            let r = base[Int(i.c)]
            if l.tag == .integer, r.tag == .integer, l.bits >= 0, r.bits > 0 {
              base[a] = Value(l.bits % r.bits)
              continue
            }
            base[a] = try combine(.modulo, l, r)
          case .floorDivide:
            let l = base[Int(i.b)]
            let r = base[Int(i.c)]
            if l.tag == .integer, r.tag == .integer, l.bits >= 0, r.bits > 0 {
              base[a] = Value(l.bits / r.bits)
              continue
            }
            base[a] = try combine(.floorDivide, l, r)
          case .divide, .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight:
            base[a] = try combine(i.op, base[Int(i.b)], base[Int(i.c)])
          case .addAssign:
            let l = base[Int(i.b)]
            let r = base[Int(i.c)]
            if l.tag == .integer, r.tag == .integer {
              let (sum, overflow) = l.bits.addingReportingOverflow(r.bits)
              if !overflow {
                base[a] = Value(sum)
                continue
              }
            }
            base[a] = try addInPlace(l, r)
          case .negate, .complement, .not, .pages:
            base[a] = try apply(i.op, base[Int(i.b)])

          // MARK: Comparing
          case .equal: base[a] = Value(try areEqual(base[Int(i.b)], base[Int(i.c)]))
          case .notEqual: base[a] = Value(!(try areEqual(base[Int(i.b)], base[Int(i.c)])))
          case .less:
            base[a] = Value(try isLess(base[Int(i.b)], base[Int(i.c)], orEqual: false))
          case .lessOrEqual:
            base[a] = Value(try isLess(base[Int(i.b)], base[Int(i.c)], orEqual: true))
          case .isIn: base[a] = Value(try isElement(base[Int(i.b)], of: base[Int(i.c)]))

          // MARK: Jumps
          case .jump: pc += i.x
          case .loop:
            steps -= 1
            if steps < 0 { steps = try refill() }
            pc += i.x
          case .jumpIfTrue:
            if base[a].tag != .boolean { throw notACondition(base[a]) }
            if base[a].bits != 0 { pc += i.x }
          case .jumpIfFalse:
            if base[a].tag != .boolean { throw notACondition(base[a]) }
            if base[a].bits == 0 { pc += i.x }
          case .jumpIfDefined: if base[a].tag != .undefined { pc += i.x }
          case .unlessLess:
            let l = base[a]
            let r = base[Int(i.b)]
            let holds =
              l.tag == .integer && r.tag == .integer
              ? l.bits < r.bits : try isLess(l, r, orEqual: false)
            pc += holds ? 1 : pc.pointee.x + 1
          case .unlessLessOrEqual:
            let l = base[a]
            let r = base[Int(i.b)]
            let holds =
              l.tag == .integer && r.tag == .integer
              ? l.bits <= r.bits : try isLess(l, r, orEqual: true)
            pc += holds ? 1 : pc.pointee.x + 1
          case .unlessEqual:
            let holds = try areEqual(base[a], base[Int(i.b)])
            pc += holds == (i.c == 0) ? 1 : pc.pointee.x + 1
          case .unlessLessSmall:
            let l = base[a]
            let holds =
              l.tag == .integer
              ? l.bits < i.smallB : try isLess(l, Value(i.smallB), orEqual: false)
            pc += holds ? 1 : pc.pointee.x + 1
          case .unlessLessOrEqualSmall:
            let l = base[a]
            let holds =
              l.tag == .integer
              ? l.bits <= i.smallB : try isLess(l, Value(i.smallB), orEqual: true)
            pc += holds ? 1 : pc.pointee.x + 1
          case .unlessGreaterSmall:
            let l = base[a]
            let holds =
              l.tag == .integer
              ? l.bits > i.smallB : try isLess(Value(i.smallB), l, orEqual: false)
            pc += holds ? 1 : pc.pointee.x + 1
          case .unlessGreaterOrEqualSmall:
            let l = base[a]
            let holds =
              l.tag == .integer
              ? l.bits >= i.smallB : try isLess(Value(i.smallB), l, orEqual: true)
            pc += holds ? 1 : pc.pointee.x + 1
          case .unlessEqualSmall:
            let l = base[a]
            let holds =
              l.tag == .integer ? l.bits == i.smallB : try areEqual(l, Value(i.smallB))
            pc += holds == (i.c == 0) ? 1 : pc.pointee.x + 1

          // MARK: Loops
          case .rangeBegin:
            if try !beginRange(base + a, isHalfOpen: false) { pc += i.x }
          case .rangeBeginHalfOpen:
            if try !beginRange(base + a, isHalfOpen: true) { pc += i.x }
          case .rangeLoop:
            if base[a].bits < base[a + 1].bits {
              base[a].bits &+= 1
              steps -= 1
              if steps < 0 { steps = try refill() }
              pc += i.x
            }
          case .iterateBegin: try beginIteration(base + a)
          case .iterateNext: if try !nextElement(base + a) { pc += i.x }
          case .repeatBegin: if try !beginRepeat(base[a]) { pc += i.x }
          case .repeatLoop:
            base[a].bits -= 1
            if base[a].bits > 0 {
              steps -= 1
              if steps < 0 { steps = try refill() }
              pc += i.x
            }

          // MARK: Calls
          case .call:
            let function = functions[Int(i.b)]
            let offset = base - stack + a
            if depth >= options.limits.callDepth { throw tooDeep() }
            if offset + function.registerCount >= stackCapacity {
              let baseOffset = base - stack
              try growStack(offset + function.registerCount + 1)
              base = stack + baseOffset
            }
            steps -= 1
            if steps < 0 { steps = try refill() }
            let invariant = Int(i.c)
            frames[depth] = CallFrame(
              returnAddress: pc - instructions, baseOffset: base - stack,
              guardedCall: invariant > 0 ? depth : guardedCall, invariant: invariant)
            depth += 1
            base += a
            pc = instructions + function.entry
          case .returnValue:
            base[0] = base[a]
            depth -= 1
            pc = instructions + frames[depth].returnAddress
            base = stack + frames[depth].baseOffset
          case .callBuiltin:
            base[a] = try call(Builtin.table[Int(i.b)], base + a, count: Int(i.c))
          case .enterSubroutine:
            base[a] = Value(pc - instructions)
            pc += i.x
          case .checkInvariants:
            guardedPlace = pc - instructions - 1
            base[a] = Value(pc - instructions)
            pc += i.x
          case .leaveSubroutine:
            if base[a].bits == Self.outside { return }
            pc = instructions + base[a].bits
          case .checkCallersInvariants:
            if guardedCall >= 0, !isCheckingCallers {
              let offset = base - stack
              // The checks take their steps from the same store.
              stepsLeft += steps
              steps = 0
              try checkCallersInvariants(at: pc - instructions - 1, offset)
              base = stack + offset
            }

          // MARK: Composite values
          case .newList:
            if heap.needsCollection { try collect() }
            base[a] = try heap.makeList(capacity: i.x)
          case .appendElement: try heap.append(base[Int(i.b)], to: base[a])
          case .newRange:
            base[a] = try makeRange(base[Int(i.b)], base[Int(i.c)], isHalfOpen: false)
          case .newRangeHalfOpen:
            base[a] = try makeRange(base[Int(i.b)], base[Int(i.c)], isHalfOpen: true)
          case .concatenate: base[a] = try concatenate(base + Int(i.b), count: Int(i.c))
          case .index:
            let list = base[Int(i.b)]
            let position = base[Int(i.c)]
            if list.tag == .list, position.tag == .integer, let slot = heap.slot(list, .list),
              position.bits >= 0, position.bits < heap.slots[slot].count,
              let storage = heap.slots[slot].storage
            {
              base[a] = storage.assumingMemoryBound(to: Value.self)[position.bits]
              continue
            }
            base[a] = try element(of: list, at: position)
          case .storeIndex:
            let list = base[a]
            let position = base[Int(i.b)]
            if list.tag == .list, position.tag == .integer, let slot = heap.slot(list, .list),
              position.bits >= 0, position.bits < heap.slots[slot].count,
              let storage = heap.slots[slot].storage
            {
              storage.assumingMemoryBound(to: Value.self)[position.bits] = base[Int(i.c)]
              continue
            }
            try store(base[Int(i.c)], in: list, at: position)
          case .member: base[a] = try member(code.members[Int(i.c)], of: base[Int(i.b)])
          case .method:
            base[a] = try method(code.members[Int(i.b)].text, base + a)

          // MARK: Names of the world
          case .worldName: base[a] = try worldName(i.x)
          case .targetName: base[a] = try targetName(i.x)
          case .regionName:
            if let region = ownersRegion(Int(i.c), base[Int(i.b)]) { base[a] = region }
          case .currentRegion: if let region = currentRegion(i.x) { base[a] = region }
          case .counter: base[a] = Value(GlobalCounter.table[i.x].value(in: world.machine))

          // MARK: Whom statements act on
          case .loadCurrent: base[a] = world.current
          case .leaveSubject: leave(to: base[a])
          case .members:
            base[a] = try members(of: base[Int(i.b)])
            base[a + 1] = Value(0)
          case .nextMember: if try !nextMember(base + a) { pc += i.x }

          // MARK: Statements
          case .machine: try machine(code.machines[i.x], base[a])
          case .machineKnobs: try machineKnobs(code.machineKnobs[i.x], base + a)
          case .kernel: try kernel(code.kernels[i.x], base + a)
          case .createFile:
            place = pc - instructions - 1
            try createFile(code.files[i.x], base[a])
          case .bear:
            place = pc - instructions - 1
            base[a] = try bear(code.births[i.x], base[a])
          case .exec:
            place = pc - instructions - 1
            try exec(code.execs[i.x])
          case .exit:
            place = pc - instructions - 1
            try exit()
          case .useProcess: try use(base[a])
          case .systemCall:
            place = pc - instructions - 1
            try systemCall(code.calls[i.x], base + a)
          case .printValues: try printValues(base + a, count: i.x)
          case .show: try show(code.shows[i.x], base + a)
          case .measureBegin: base[a] = try beginMeasure()
          case .measureEnd: base[a] = try endMeasure(base[a])
          case .whatifBegin: try beginWhatif()
          case .whatifEnd:
            place = pc - instructions - 1
            try endWhatif()
          case .snapshot: try takeSnapshot(WorldName(index: Int32(truncatingIfNeeded: i.x)))
          case .restore:
            place = pc - instructions - 1
            try restore(WorldName(index: Int32(truncatingIfNeeded: i.x)))
          case .compareBegin: try beginComparison(code.comparisons[i.x], base + a)
          case .compareRow: try compareRow(code.comparisons[i.x], base + a)
          case .compareEnd: try endComparison(code.comparisons[i.x])

          // MARK: Assertions and tests
          case .assertion: try check(code.assertions[i.x], base[a], base, at: pc - instructions - 1)
          case .invariant: try checkInvariant(code.assertions[i.x], base[a], base)
          case .selectTest: pc = instructions + code.testStarts[test]
          case .skip: throw .skipped(reason: reason(base[a]))
          case .xfail:
            expectsFailure = true
            expectedFailureReason = reason(base[a])
          case .end: return
          }
        }
      } catch {
        // What a check has thrown has its place already.
        if entry > 0 || !isCheckingCallers { place = pc - instructions - 1 }
        guard case .outOfValues = error else { throw error }
        // Once more without the garbage; the same failure in the same place is final.
        let attempt = (place: place, steps: steps, portions: portions)
        guard attempt != retry else { throw outOfValues() }
        retry = attempt
        try collect()
        guard !heap.isFull else { throw outOfValues() }
        pc -= 1
      }
    }
  }
}
