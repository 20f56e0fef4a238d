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
  /// An error if nothing is in a: a variable used before it has a value. x: its name.
  case checkDefined
  /// a ← the x-th value of the test's parameters
  case loadParameter

  // Arithmetic: a ← b op c; a ← b + the small number c; a ← op b.
  case add, subtract, multiply, divide, floorDivide, modulo
  case bitAnd, bitOr, bitXor, shiftLeft, shiftRight
  case addSmall
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
  case unlessLess, unlessLessOrEqual, unlessEqual
  /// As the ones before, with a small number b.
  case unlessLessSmall, unlessLessOrEqualSmall, unlessGreaterSmall, unlessGreaterOrEqualSmall
  case unlessEqualSmall

  // Loops.
  /// a, a+1: the first number and the last one that the loop visits, from the range's ends there;
  /// jumps by x if it is empty. `c`-less form: half-open and closed have an opcode each.
  case rangeBegin, rangeBeginHalfOpen
  /// a ← a+1 and jumps back by x, unless a is the last; one step.
  case rangeLoop
  /// a: a sequence, a+1: a position; begins with the first.
  case iterateBegin
  /// a+2 ← the next element, or jumps by x.
  case iterateNext
  /// a: a count; jumps by x if it is not above 0; counts down.
  case repeatBegin, repeatLoop

  // Calls.
  /// a… ← the function K b with the c values from a on
  case call
  case returnValue
  /// a ← the built-in function b of the c values from a on
  case callBuiltin
  /// a ← where to go back to; jumps by x.
  case enterSubroutine
  case leaveSubroutine

  // Composite values.
  /// a ← an empty list
  case newList
  /// a ← a with b at its end
  case appendElement
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
  /// a ← the region K c of the process b, if there is one; else a stays
  case regionName
  /// a ← the region K x of the current process, if there is one; else a stays
  case currentRegion
  /// a ← the counter K x
  case counter
  /// An error if a holds nothing: the name K x.
  case checkFound

  // Whom statements act on.
  case loadCurrent
  case storeCurrent
  /// a ← the processes that b names, for `iterateNext`
  case members
  /// a ← the process that is current; an error if there is none or many
  case oneProcess

  // Statements.
  case machine, kernel
  /// The file declaration K x, its size in a.
  case createFile
  /// The birth K x: index or range in a.
  case bear
  case exec, exit
  case useProcess
  /// The call K x, its operands from a on.
  case systemCall
  case printValues
  case show
  case measureBegin, measureEnd
  case compareBegin, compareRow, compareEnd

  // Assertions.
  /// The assertion K x has the value a.
  case assertion
  /// The invariant K x has the value a; c... whether it held before is in a+1.
  case invariant

  // Tests.
  case selectTest
  case skip
  case xfail
  case end
}
