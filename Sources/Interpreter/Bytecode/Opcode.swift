/// What an instruction does. `a`, `b`, `c` are registers unless said otherwise; `x` is the wide
/// operand that `b` and `c` form; `K` an index into one of the tables of `Code`.
enum Opcode: UInt8 {
  // Moving.
  /// a ← x
  case loadInteger
  /// a ← the constant x
  case loadConstant
  /// a ← nil, true, false, undefined: the tag is b, the bits are c
  case loadSimple
  case move
  /// a ← the outermost frame's register x; an error if nothing is in it
  case loadGlobal
  /// the outermost frame's register x ← a
  case storeGlobal
  /// Nothing is in the x registers from a on.
  case clear
  /// a ← the x-th value of the test's parameters
  case loadParameter

  // Arithmetic: a ← b op c; a ← b op the small number c; a ← op b.
  case add, subtract, multiply, divide, floorDivide, modulo
  case bitAnd, bitOr, bitXor, shiftLeft, shiftRight
  case addSmall, multiplySmall, floorDivideSmall, moduloSmall
  case negate, complement, not
  /// a ← b times the page size
  case pages

  // Comparing: a ← b op c.
  case equal, notEqual, less, lessOrEqual, isIn

  // Jumps, relative to the next instruction, by x.
  case jump
  /// As `jump`, backwards; one step.
  case loop
  /// If a, which must be a boolean, is true (false).
  case jumpIfTrue, jumpIfFalse
  /// If a holds something.
  case jumpIfDefined
  /// If not a < b (...), go where the `jump` that follows says; else skip it.
  case unlessLess, unlessLessOrEqual, unlessEqual, unlessNotEqual
  /// The same with the number x for b.
  case unlessLessNumber, unlessLessOrEqualNumber, unlessGreaterNumber, unlessGreaterOrEqualNumber
  case unlessEqualNumber, unlessNotEqualNumber
  /// If a < b (...), go back where the `loop` that follows says; one step. Else skip it.
  case whileLess, whileLessOrEqual, whileEqual, whileNotEqual
  /// The same with the number x for b.
  case whileLessNumber, whileLessOrEqualNumber, whileGreaterNumber, whileGreaterOrEqualNumber
  case whileEqualNumber, whileNotEqualNumber

  // Loops.
  /// a, a+1: the ends of a range, made the first and the last number that the loop visits; jumps
  /// by x if there is none.
  case rangeBegin, rangeBeginHalfOpen
  /// a ← a+1 and jumps back by x, unless a is a+1's number; one step.
  case rangeLoop
  /// a: a sequence, a+1: a position; begins with the first.
  case iterateBegin
  /// a+2 ← the next element, or jumps by x.
  case iterateNext
  /// a: how many rounds; jumps by x if there is none left.
  case repeatBegin
  /// a ← a−1 and jumps back by x if rounds are left; one step.
  case repeatLoop

  // Calls.
  /// a ← the function K b with the values from a on
  case call
  /// The invariant x, counted from 1, is in force where the next `call` is made; 0 for none.
  case callUnderInvariant
  case returnValue
  /// a ← the built-in function b of the c values from a on
  case callBuiltin
  /// a ← where to go back to; jumps by x.
  case enterSubroutine
  /// The same at the end of a statement.
  case checkInvariants
  /// The invariants of the functions that have called this one, at the end of a statement.
  case checkCallersInvariants
  case leaveSubroutine

  // Composite values.
  /// a ← an empty list with room for x elements
  case newList
  /// a ← a with b at its end
  case appendElement
  /// The same for `a += [b]`: a may be anything.
  case appendAssign
  /// a ← the range b..c (b..<c)
  case newRange, newRangeHalfOpen
  /// a ← a string of the c values from b on
  case concatenate
  /// a ← b[c]
  case index
  /// a[b] ← c
  case storeIndex
  /// a ← a + b; a list grows in place
  case addAssign
  /// a ← b.K c
  case member
  /// a ← method K b of the object at a with the c arguments that follow it
  case method

  // Names of the world.
  /// a ← what the world calls by the name K x
  case worldName
  /// The same; a region of the current process comes first.
  case targetName
  /// a ← the region K c of the process b, if there is one; else a stays
  case regionName
  /// a ← the region K x of the current process, if there is one; else a stays
  case currentRegion
  /// a ← the counter K x
  case counter
  /// Fails unless the world has the counter K x.
  case requireCounter

  // Whom statements act on.
  /// The first of the processes that b names is current now; a… ← who was it before, and who
  /// is still to come. If b names none, takes the jump that follows; else skips it.
  case eachMember
  /// The same with those that are current already.
  case eachCurrent
  /// The next of them is current, and jumps back by x; one step. After the last, it is again who
  /// was it before.
  case nextMember
  /// The end of a subject's block: a was current before it.
  case leaveSubject

  // Statements.
  case machine, machineKnobs, kernel
  /// The file declaration K x, its size in a.
  case createFile
  /// The birth K x: index or range in a. a ← whom it made.
  case bear
  case exec, exit
  case useProcess
  /// The call K x, its operands from a on.
  case systemCall
  case printValues
  case show
  case measureBegin, measureEnd
  /// a ← a+1: the world for the a-th kernel of the comparison K x.
  case compareBegin
  /// The values of the columns, from a on.
  case compareRow
  case compareEnd

  case whatifBegin, whatifEnd
  /// The snapshot K x.
  case snapshot, restore

  // Assertions.
  /// The assertion K x has the value a.
  case assertion
  /// The invariant K x has the value a; where the statement ends, and whether the invariant was
  /// broken before, are in the registers that it names.
  case invariant

  // Only in code that is watched (see `Watch`).
  /// The statement begins; with x = 1, what it reads is noted until `watchValue`.
  case watchStatement
  /// What is read from here on is noted, until `watchedCondition`.
  case watchCondition
  case watchedCondition
  /// The variable of the declaration x is read.
  case watchVariable
  /// The statement has stored a in the variable of the declaration x.
  case watchValue
  /// As their namesakes, and what they read is noted.
  case watchedCounter, watchedMember, watchedMethod, watchedBuiltin

  // Only in the code of a session.
  /// As `storeIndex`; the list can be put back.
  case storeIndexUndoably
  /// An expression alone has the value a; with x = 1 nil says nothing.
  case printTyped

  // Tests.
  case selectTest
  case skip
  case xfail
  case end
}
