import Foundation

/// How long the program takes when there is next to nothing to do.
extension Catalogue {
  func startAndFiles() throws -> [Experiment] {
    let empty = scratch.appendingPathComponent("empty.pts")
    try Data().write(to: empty)
    let many = scratch.appendingPathComponent("many")
    try FileManager.default.createDirectory(at: many, withIntermediateDirectories: true)
    for number in 1...1000 {
      let file = many.appendingPathComponent("scenario-\(number).pts")
      try Data(smallScenario(number).utf8).write(to: file)
    }
    return [
      Experiment(
        contenders: [script(empty.path)],
        lines: [
          // By the clock: somebody waits for it.
          Line(name: "start", what: "ptsh run on an empty file", budget: 10e6) {
            $0.wallTime("ptsh")
          },
          Line(name: "start.processor", what: "its processor time") { $0.processorTime("ptsh") },
          Line(name: "start.memory", what: "its memory", quantity: .memory) { $0.peak("ptsh") },
        ]),
      Experiment(
        contenders: [Contender(name: "ptsh", command: [ptsh, "test", many.path])],
        lines: [
          Line(name: "files", what: "ptsh test on 1,000 small files", budget: 1e9) {
            $0.processorTime("ptsh")
          }
        ]),
    ]
  }

  private func smallScenario(_ number: Int) -> String {
    """
    # Parent and child, number \(number).
    spawn p1
    mmap shared 4M as buf
    write buf
    fork p2
    p2: write buf at 8K = \(number)
    assert p1.value(buf.start + 8K) == \(number)
    assert pagetables.leaf == 2
    munmap buf
    assert p1.rss == 0 and p2.rss == 4M

    """
  }
}
