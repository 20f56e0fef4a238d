import VM

/// Undo: a mark is a copy of the whole machine.
extension NaiveMachine {
  mutating func mark() -> Int {
    lastMoment += 1
    moments[lastMoment] = self
    return lastMoment
  }

  /// As it was then; the mark stays, later ones are forgotten.
  mutating func restore(to moment: Int) {
    let (open, last) = (moments, lastMoment)
    self = open[moment]!
    moments = open.filter { $0.key <= moment }
    lastMoment = last
  }

  mutating func release(_ moment: Int) { moments[moment] = nil }
}
