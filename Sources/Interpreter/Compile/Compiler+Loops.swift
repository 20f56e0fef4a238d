import PTLang

extension Compiler {
  func branch(_ branches: [Branch], _ otherwise: Block?, at range: SourceRange) {
    var ends: [Int] = []
    for (position, branch) in branches.enumerated() {
      let mark = frame.next
      let exits = jumpUnless(branch.condition)
      release(to: mark)
      block(branch.body)
      let isLast = position == branches.count - 1 && otherwise == nil
      if !isLast { ends.append(emit(.jump, at: range)) }
      patch(exits)
    }
    if let otherwise { block(otherwise) }
    patch(ends)
  }

  func whileLoop(_ condition: Expression, _ body: Block, at range: SourceRange) {
    // The condition stands at the end, so that a round has one jump.
    let entry = emit(.jump, at: condition.range)
    let start = here
    loopBody(body) {}
    patch(entry)
    patchContinues(to: here)
    loop(to: start, while: condition, at: range)
    closeLoop()
  }

  func repeatLoop(_ count: Expression, _ body: Block, at range: SourceRange) {
    let counter = allocate()
    value(count, to: counter)
    let empty = emit(.repeatBegin, a: counter, at: count.range)
    let start = here
    loopBody(body) {}
    patchContinues(to: here)
    emitJump(.repeatLoop, a: counter, to: start, at: range)
    patch(empty)
    closeLoop()
  }

  func forLoop(_ name: Name, _ sequence: Expression, _ body: Block, at range: SourceRange) {
    if case .range(let low, let high, let isHalfOpen) = sequence.kind {
      let first = consecutive([low, high])
      let empty = emit(
        isHalfOpen ? .rangeBeginHalfOpen : .rangeBegin, a: first, at: sequence.range)
      let start = here
      loopBody(body) { declare(name, register: first, isMutable: false) }
      patchContinues(to: here)
      emitJump(.rangeLoop, a: first, to: start, at: range)
      patch(empty)
    } else {
      let first = allocate()
      _ = allocate()
      let element = allocate()
      value(sequence, to: first)
      emit(.iterateBegin, a: first, at: sequence.range)
      let start = here
      let exit = emit(.iterateNext, a: first, at: range)
      loopBody(body) { declare(name, register: element, isMutable: false) }
      patchContinues(to: start)
      emitJump(.loop, to: start, at: range)
      patch(exit)
    }
    closeLoop()
  }

  /// The body of a loop, with the loop's own names.
  private func loopBody(_ body: Block, _ declareNames: () -> Void) {
    frame.loops.append(Frame.Loop(depth: frame.savedCurrents.count))
    withScope {
      declareNames()
      block(body)
    }
  }

  private func patchContinues(to target: Int) {
    guard let loop = frame.loops.last else { return }
    for jump in loop.continues { patch(jump, to: target) }
  }

  /// `break` goes on after the loop.
  private func closeLoop() {
    guard let loop = frame.loops.popLast() else { return }
    patch(loop.breaks)
  }

  func leaveLoop(isBreak: Bool, at range: SourceRange) {
    guard let loop = frame.loops.last else { return }
    if frame.savedCurrents.count > loop.depth {
      emit(.leaveSubject, a: frame.savedCurrents[loop.depth], at: range)
    }
    let jump = emit(.jump, at: range)
    if isBreak {
      frame.loops[frame.loops.count - 1].breaks.append(jump)
    } else {
      frame.loops[frame.loops.count - 1].continues.append(jump)
    }
  }
}
