import VM

/// Something drawn in a row of children: a table, or a count of those left out.
private indirect enum Item {
  case table(TableTree.Node, [Item])
  case rest(String)
}

extension Pictures {
  /// The tree to the right of its top-level table.
  func treeLines(_ tree: TableTree) -> [String] {
    let items = fold(tree.roots, level: 1)
    let top = geometry.levels[0].name.shown
    return lines(label: top, items, Layout(items, geometry, drawing))
  }

  // MARK: What is drawn

  /// Runs of tables alike are cut to their first two.
  private func fold(_ nodes: [TableTree.Node], level: Int) -> [Item] {
    guard level < geometry.levels.count else { return [] }
    let span = geometry.levels[level].tableSpan
    var items: [Item] = []
    var index = 0
    while index < nodes.count {
      guard items.count < Self.listLimit else {
        items.append(.rest("\(nodes.count - index) more"))
        break
      }
      var end = index + 1
      while end < nodes.count, nodes[end].table.base - nodes[end - 1].table.base == span,
        nodes[end].isLike(nodes[index])
      {
        end += 1
      }
      let shown = end - index > 3 ? 2 : end - index
      for node in nodes[index..<(index + shown)] {
        items.append(.table(node, fold(node.children, level: level + 1)))
      }
      if shown < end - index { items.append(.rest("\(end - index - shown) more like it")) }
      index = end
    }
    return items
  }

  // MARK: How it is drawn

  /// Widths that make the columns of all leaves line up.
  private struct Layout {
    let geometry: Geometry
    let drawing: Drawing
    private var nameWidth = 0
    private var fillWidth = 0
    private var protectionWidth = 2

    init(_ items: [Item], _ geometry: Geometry, _ drawing: Drawing) {
      self.geometry = geometry
      self.drawing = drawing
      measure(items)
    }

    private mutating func measure(_ items: [Item]) {
      for case .table(let node, let children) in items {
        if node.mapsPages {
          nameWidth = max(nameWidth, name(node.table).count)
          fillWidth = max(fillWidth, fill(node).count)
          protectionWidth = max(protectionWidth, node.table.protection.shown.count)
        }
        measure(children)
      }
    }

    /// `pte#12 ✕3`.
    func name(_ table: TableRecord) -> String {
      let name = "\(table.level.shown)#\(table.id.shown)"
      return table.owners > 1 ? "\(name) \(drawing.times)\(table.owners)" : name
    }

    /// `512/512`, or where the table is drawn.
    private func fill(_ node: TableTree.Node) -> String {
      if let process = node.drawnIn { return "as in \(process)" }
      let level = geometry.levels.first { $0.name == node.table.level } ?? geometry.leaf
      return "\(node.table.present)/\(level.entryCount)"
    }

    /// `pte#12 ✕3  512/512  rw   40000000`.
    func leaf(_ node: TableTree.Node) -> String {
      Drawing.pad(name(node.table), to: nameWidth) + "  "
        + Drawing.padLeft(fill(node), to: fillWidth) + "  "
        + Drawing.pad(node.table.protection.shown, to: protectionWidth) + "   "
        + node.table.base.shown
    }
  }

  /// A label, and what hangs to the right of it.
  private func lines(label: String, _ items: [Item], _ layout: Layout) -> [String] {
    guard !items.isEmpty else { return [label] }
    let indent = String(repeating: " ", count: label.count)
    var lines: [String] = []
    for (index, item) in items.enumerated() {
      let isLast = index == items.count - 1
      let head = index == 0 ? label : indent
      switch item {
      case .rest(let text): lines.append("\(head) \(drawing.fold) \(text)")
      case .table(let node, let children):
        let label = node.mapsPages ? layout.leaf(node) : layout.name(node.table)
        let below = self.lines(label: label, children, layout)
        let connector = connector(index: index, isLast: isLast)
        lines.append("\(head) \(connector) \(below[0])")
        lines += below.dropFirst().map { "\(indent) \(isLast ? " " : drawing.pass) \($0)" }
      }
    }
    return lines
  }

  private func connector(index: Int, isLast: Bool) -> String {
    switch (index, isLast) {
    case (0, true): drawing.straight
    case (0, false): drawing.fork
    case (_, true): drawing.corner
    case (_, false): drawing.branch
    }
  }
}

extension Geometry.LevelName {
  /// The kernel's name: `pmd`.
  var shown: String {
    switch self {
    case .pgd: "pgd"
    case .p4d: "p4d"
    case .pud: "pud"
    case .pmd: "pmd"
    case .pte: "pte"
    }
  }
}
