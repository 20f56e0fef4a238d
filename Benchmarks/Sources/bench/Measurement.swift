/// A line of the table with its numbers.
struct Measurement {
  let line: Line
  /// nil if no round gave one.
  let samples: Samples?
  let peer: Double?
  /// The median of the rounds' ratios to the peer.
  let ratio: Double?
  /// The limit that ended what it was to come from.
  let limit: String?

  init(_ line: Line, _ result: Sampling.Result) {
    self.line = line
    samples = Samples(result.rounds.compactMap(line.value))
    let pairs = result.rounds.compactMap { round -> (Double, Double)? in
      guard let own = line.value(round), let other = line.peer?.value(round), other > 0
      else { return nil }
      return (own, other)
    }
    peer = Samples(pairs.map(\.1))?.median
    ratio = Samples(pairs.map { $0.0 / $0.1 })?.median
    limit = result.unfinished.values.max()
  }

  /// nil without a budget.
  var isWithinBudget: Bool? {
    guard let budget = line.budget else { return nil }
    return samples.map { $0.median <= budget } ?? false
  }
}
