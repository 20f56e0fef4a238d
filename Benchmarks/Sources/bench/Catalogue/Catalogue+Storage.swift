/// The two forms of storage beside each other, on sizes that both can hold; and going back.
extension Catalogue {
  func storageForms() -> [Experiment] {
    let pages = manyPages / 4
    return [
      forms("touch", "first touch of a page, in order", pages),
      forms("touch", "first touch of a page, at random", pages, "order=shuffled"),
      forms("present", "access to a present page, at random", pages, "order=shuffled"),
      forms("cow", "COW break of a page, in order", pages, "kernel=linux-2.5"),
      forms("unmap", "munmap of a page, from the first one on", pages),
      forms("unmap-all", "munmap of \(pages >> 8) MiB touched", pages),
      forms("fork", "fork with \(pages >> 8) MiB touched", pages, "kernel=linux-2.5"),
      world("a 64 MiB pool written by 100 processes", pages: 16384),
    ]
  }

  private func forms(
    _ probe: String, _ what: String, _ pages: Int, _ option: String = "order=sequential"
  ) -> Experiment {
    let kind = option == "order=shuffled" ? ".shuffled" : ""
    return pair(
      "flat.\(probe)\(kind)", what,
      model(probe, pages: pages, option),
      model(probe, pages: pages, option, "storage=flat", name: "flat"))
  }

  private func world(_ what: String, pages: Int) -> Experiment {
    let options = ["processes=100", "kernel=linux-2.5"]
    return Experiment(
      contenders: [
        model("world", pages: pages, options[0], options[1]),
        model("world", pages: pages, options[0], options[1], "storage=flat", name: "flat"),
      ],
      lines: [
        Line(
          name: "flat.world", what: what, value: printed("write", by: "model"),
          peer: Line.Peer(name: "flat", value: printed("write", by: "flat"))),
        Line(
          name: "flat.world.memory", what: "its memory", quantity: .memory,
          value: printed("peak", by: "model"),
          peer: Line.Peer(name: "flat", value: printed("peak", by: "flat"))),
      ])
  }

  func undo() -> [Experiment] {
    [
      Experiment(
        contenders: [model("undo", pages: manyPages, "order=shuffled")],
        lines: [
          Line(
            name: "undo", what: "mark, first touch of a page, restore", budget: 1000,
            value: printed("op", by: "model"))
        ])
    ]
  }
}
