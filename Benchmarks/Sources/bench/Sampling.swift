/// Takes the rounds of an experiment.
struct Sampling {
  let launcher: Launcher
  let rounds: Int

  /// The rounds, and what is wrong.
  struct Result {
    var rounds: [Round] = []
    /// By contender: the limit that ended it.
    var unfinished: [String: String] = [:]
    var complaint: String?
  }

  /// Runs all contenders in turn, every second round backwards; one that hits a limit is not run
  /// again.
  func run(_ experiment: Experiment) -> Result {
    var result = Result()
    for number in 0..<rounds {
      var round = Round()
      let order = experiment.contenders
      for contender in number.isMultiple(of: 2) ? order : order.reversed() {
        if result.unfinished[contender.name] != nil { continue }
        let outcome = launcher.run(contender)
        switch outcome.ending {
        case .finished: round.outcomes[contender.name] = outcome
        case .unfinished(let limit): result.unfinished[contender.name] = limit
        case .broken(let phrase):
          result.complaint =
            "\(contender.command.joined(separator: " ")): \(phrase)\n\(outcome.output.prefix(2000))"
          return result
        }
      }
      if let complaint = experiment.complaint(round) {
        result.complaint = complaint
        return result
      }
      result.rounds.append(round)
    }
    return result
  }
}
