/// The large worlds: one pool in shared memory, mapped and written as a whole by many processes.
extension Catalogue {
  func worlds() -> [Experiment] {
    let gibibytes = gibibyte
    return [
      world(
        "64g", "1,000 × 64 GiB", pages: 64 * gibibytes, processes: 1000, kernel: "linux-2.5",
        time: 10e6, memory: 20e6),
      world(
        "1t", "10,000 × 1 TiB", pages: 1024 * gibibytes, processes: 10000, kernel: "linux-2.5",
        time: 50e6, memory: 100e6),
      world(
        "1t-shpte", "10,000 × 1 TiB, shared tables", pages: 1024 * gibibytes, processes: 10000,
        kernel: "shpte", time: 50e6, memory: 100e6),
      world(
        "300g", "1,500 × 300 GiB", pages: 300 * gibibytes, processes: 1500, kernel: "linux-2.5"),
      world(
        "300g-shpte", "1,500 × 300 GiB, shared tables", pages: 300 * gibibytes, processes: 1500,
        kernel: "shpte"),
      world(
        "1t-6.18", "10,000 × 1 TiB, linux-6.18", pages: 1024 * gibibytes, processes: 10000,
        kernel: "linux-6.18", time: 50e6, memory: 100e6),
      scenario("64g", "ptsh run: 1,000 × 64 GiB"),
      scenario("1t", "ptsh run: 10,000 × 1 TiB", time: 500e6, memory: 200e6),
      scenario("300g", "ptsh run: 1,500 × 300 GiB, both kernels", time: 500e6, memory: 200e6),
      scenario(
        "today", "ptsh run: linux-6.18, 1 TiB forked, swapped out and in", time: 500e6,
        memory: 200e6),
      whatif(),
    ]
  }

  /// On the model alone: the statement, then single pages, then `whatif`.
  private func world(
    _ name: String, _ what: String, pages: Int, processes: Int, kernel: String,
    time: Double? = nil, memory: Double? = nil
  ) -> Experiment {
    let contender = model(
      "world", pages: pages, "processes=\(processes)", "kernel=\(kernel)", "edits=1000",
      "whatifs=100")
    return Experiment(
      contenders: [contender],
      lines: [
        Line(
          name: "world.\(name)", what: "\(what): write all", budget: time,
          value: printed("write", by: "model")),
        Line(
          name: "world.\(name).memory", what: "its memory", quantity: .memory, budget: memory,
          value: printed("peak", by: "model")),
        Line(
          name: "world.\(name).edit", what: "then one page unmapped or written", budget: 20e3,
          value: printed("edit", by: "model")),
        Line(
          name: "world.\(name).edited", what: "memory after 1,000 of these", quantity: .memory,
          value: printed("edited-peak", by: "model")),
        Line(
          name: "world.\(name).whatif", what: "whatif with one write", budget: 1e6,
          value: printed("whatif", by: "model")),
      ])
  }

  /// The whole program on a script.
  private func scenario(
    _ name: String, _ what: String, time: Double? = nil, memory: Double? = nil
  ) -> Experiment {
    Experiment(
      contenders: [script("Benchmarks/scenarios/\(name).pts")],
      lines: [
        Line(name: "run.\(name)", what: what, budget: time) { $0.processorTime("ptsh") },
        Line(
          name: "run.\(name).memory", what: "its memory", quantity: .memory, budget: memory
        ) { $0.peak("ptsh") },
      ])
  }

  /// The script of 1,500 processes with `whatif` 200 times and without.
  private func whatif() -> Experiment {
    let times = 200
    let path = "Benchmarks/scenarios/whatif.pts"
    return Experiment(
      contenders: [
        script(path, "-Dtimes=0", name: "without"), script(path, "-Dtimes=\(times)", name: "with"),
      ],
      lines: [
        Line(name: "run.whatif", what: "one whatif statement in it", budget: 1e6) { round in
          guard let with = round.processorTime("with"),
            let without = round.processorTime("without")
          else { return nil }
          return (with - without) / Double(times)
        }
      ])
  }
}
