/// A program that is run once a round, in a process of its own.
struct Contender {
  /// `model`, `Linux`, `Lua`: what the table calls it.
  let name: String
  let command: [String]
}

/// Contenders that are run in turn, and the lines of the table that come out of it.
struct Experiment {
  let contenders: [Contender]
  let lines: [Line]
  /// Looks at a round for what cannot be right; a phrase if it finds something.
  var complaint: (Round) -> String? = { _ in nil }
}

/// One line of the table.
struct Line {
  /// What it is selected and recorded by: `fault.shuffled`.
  let name: String
  let what: String
  var quantity = Quantity.time
  /// Nanoseconds, bytes or a ratio, as the quantity is.
  var budget: Double?
  let value: Reading
  var peer: Peer?

  struct Peer {
    let name: String
    let value: Reading
  }

  /// A number out of a round; nil if what it needs is not there.
  typealias Reading = (Round) -> Double?

  func isCalled(_ beginning: String) -> Bool { name.hasPrefix(beginning) }
}

/// What became of each contender in one round.
struct Round {
  var outcomes: [String: Outcome] = [:]

  /// A number that a contender printed.
  func printed(_ contender: String, _ metric: String) -> Double? {
    outcomes[contender]?.printed[metric]
  }

  /// Processor time of the whole process, in nanoseconds.
  func processorTime(_ contender: String) -> Double? {
    outcomes[contender].map { Double($0.processorTime) }
  }

  /// From start to end by the clock, in nanoseconds.
  func wallTime(_ contender: String) -> Double? {
    outcomes[contender].map { Double($0.wallTime) }
  }

  /// The largest resident set, in bytes.
  func peak(_ contender: String) -> Double? { outcomes[contender].map { Double($0.peak) } }
}

/// What became of a process.
struct Outcome {
  enum Ending: Equatable {
    case finished
    /// Ended by the limit of time or memory, which the phrase names.
    case unfinished(String)
    case broken(String)
  }

  var ending: Ending
  /// Nanoseconds, user and system.
  var processorTime: Int
  /// Nanoseconds.
  var wallTime: Int
  /// Bytes.
  var peak: Int
  var output: String

  /// The lines of a name and a number in its output.
  var printed: [String: Double] {
    var numbers: [String: Double] = [:]
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, let number = Double(words[1]) { numbers[String(words[0])] = number }
    }
    return numbers
  }
}
