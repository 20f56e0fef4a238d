import Foundation

/// Programs that do nothing with memory, beside the same ones in Lua.
extension Catalogue {
  static let programDirectory = "Benchmarks/programs"

  /// The programs of the budget; others are measured, but are not in the mean.
  private static let inMean = ["array", "fib", "for", "sum"]

  /// One experiment, so that all programs of a round stand beside each other.
  func interpreter() -> [Experiment] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Self.programDirectory)) ?? []
    let names = files.filter { $0.hasSuffix(".pts") }.map { String($0.dropLast(4)) }.sorted()
      .filter { files.contains("\($0).lua") }
    if names.isEmpty { return [] }
    var experiment = Experiment(
      contenders: names.flatMap(contenders),
      lines: names.map(line) + (lua == nil ? [] : [mean(of: names)]))
    experiment.complaint = { round in
      names.lazy.compactMap { complaint(about: $0, round) }.first
    }
    return [experiment]
  }

  private func contenders(_ name: String) -> [Contender] {
    let path = "\(Self.programDirectory)/\(name)"
    var contenders = [script("\(path).pts", name: name)]
    if let lua {
      contenders.append(Contender(name: "\(name).lua", command: [lua, "\(path).lua"]))
    }
    return contenders
  }

  private func line(_ name: String) -> Line {
    Line(
      name: "lua.\(name)", what: "\(name).pts, beside \(name).lua",
      value: { $0.processorTime(name) },
      peer: Line.Peer(name: "Lua") { $0.processorTime("\(name).lua") })
  }

  private func mean(of names: [String]) -> Line {
    let programs = names.filter(Self.inMean.contains)
    return Line(
      name: "lua", what: "geometric mean of " + programs.joined(separator: ", "),
      quantity: .ratio, budget: 1
    ) { round in
      let ratios = programs.compactMap { name -> Double? in
        guard let own = round.processorTime(name), let other = round.processorTime("\(name).lua")
        else { return nil }
        return own / other
      }
      return ratios.count == programs.count ? geometricMean(ratios) : nil
    }
  }

  /// Both must print the same words; ptsh has a line of its own at the end.
  private func complaint(about name: String, _ round: Round) -> String? {
    guard let own = round.outcomes[name]?.output,
      let other = round.outcomes["\(name).lua"]?.output
    else { return nil }
    let expected = words(of: other)
    let found = words(of: own).prefix(expected.count)
    return expected.elementsEqual(found)
      ? nil : "\(name).pts and \(name).lua print different things"
  }

  private func words(of text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
}
