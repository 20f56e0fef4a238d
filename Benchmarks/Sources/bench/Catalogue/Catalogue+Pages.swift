/// Single pages, and calls of one process: the model beside the kernel that is running here.
extension Catalogue {
  func pages() -> [Experiment] {
    let pages = manyPages
    let shuffled = "order=shuffled"
    let linux25 = "kernel=linux-2.5"
    let linux618 = "kernel=linux-6.18"
    return [
      pair(
        "fault.sequential", "first touch of a page, in order", budget: 60,
        model("touch", pages: pages), linux("touch", pages: pages)),
      pair(
        "fault.shuffled", "first touch of a page, at random", budget: 60,
        model("touch", pages: pages, shuffled), linux("touch", pages: pages, shuffled)),
      pair(
        "fault.shared", "first touch of a page of shared memory", budget: 60,
        model("touch", pages: pages, "memory=shared"),
        linux("touch", pages: pages, "memory=shared")),
      pair(
        "fault.linux-6.18", "first touch of a page, in order, linux-6.18", budget: 60,
        model("touch", pages: pages, linux618), linux("touch", pages: pages)),
      pair(
        "present", "access to a present page, at random", budget: 15,
        model("present", pages: pages, shuffled), linux("present", pages: pages, shuffled)),
      pair(
        "cow.linux-2.5", "COW break of a page, in order", budget: 90,
        model("cow", pages: pages, linux25), linux("cow", pages: pages)),
      pair(
        "cow.linux-6.18", "COW break of a page, in order, linux-6.18", budget: 90,
        model("cow", pages: pages, linux618), linux("cow", pages: pages)),
      pair(
        "cow.shuffled", "COW break of a page, at random, linux-2.5", budget: 90,
        model("cow", pages: pages, linux25, shuffled), linux("cow", pages: pages, shuffled)),
      pair(
        "cow.shpte", "COW break of a page, tables unshared first", budget: 90,
        model("cow", pages: pages), linux("cow", pages: pages)),
      pair(
        "unmap.page", "munmap of a page, from the first one on",
        model("unmap", pages: pages), linux("unmap", pages: pages)),
      pair(
        "unmap.all", "munmap of \(pages >> 8) MiB touched, one call",
        model("unmap-all", pages: pages), linux("unmap-all", pages: pages)),
    ]
  }

  func forks() -> [Experiment] {
    [
      ("shpte", "private"), ("shpte", "shared"), ("linux-2.5", "private"), ("linux-2.5", "shared"),
      ("linux-6.18", "private"), ("linux-6.18", "shared"),
    ]
    .map { kernel, memory in
      let name = memory == "private" ? "fork" : "fork.shared"
      let options = ["memory=\(memory)", "kernel=\(kernel)"]
      return Experiment(
        contenders: [
          model("fork", pages: gibibyte, options[0], options[1]),
          linux("fork", pages: gibibyte, options[0]),
        ],
        lines: [
          Line(
            name: "\(name).\(kernel)", what: "fork with 1 GiB touched, \(memory)", budget: 2000,
            value: printed("op", by: "model"), peer: .operation(of: "Linux")),
          Line(
            name: "exit\(name.dropFirst(4)).\(kernel)", what: "exit of that child",
            value: printed("exit", by: "model")),
        ])
    }
  }

  /// One operation of the model beside the same one of a peer.
  func pair(
    _ name: String, _ what: String, budget: Double? = nil, _ model: Contender, _ peer: Contender
  ) -> Experiment {
    Experiment(
      contenders: [model, peer],
      lines: [
        Line(
          name: name, what: what, budget: budget, value: printed("op", by: model.name),
          peer: .operation(of: peer.name))
      ])
  }
}
