import VM

/// The page tables of one process as a tree below its top-level table.
struct TableTree {
  struct Node {
    let table: TableRecord
    /// Where the table stands already, in a picture of several processes.
    var drawnIn: String?
    var children: [Node] = []

    /// Its entries map pages: a leaf, or a table of huge pages.
    var mapsPages: Bool { table.level == .pte || (children.isEmpty && table.present > 0) }

    /// Whether two sub-trees look the same but for where they are and which tables they are.
    func isLike(_ other: Node) -> Bool {
      table.level == other.table.level && table.owners == other.table.owners
        && table.present == other.table.present && table.protection == other.table.protection
        && drawnIn == other.drawnIn && children.count == other.children.count
        && zip(children, other.children).allSatisfy { mine, theirs in
          mine.table.base - table.base == theirs.table.base - other.table.base
            && mine.isLike(theirs)
        }
    }
  }

  var roots: [Node]

  /// - Parameter records: depth first, each table before those below it.
  init(_ records: [TableRecord], geometry: Geometry) {
    var position = 0
    roots = Self.nodes(records, &position, level: 1, geometry)
  }

  private static func nodes(
    _ records: [TableRecord], _ position: inout Int, level: Int, _ geometry: Geometry
  ) -> [Node] {
    guard level < geometry.levels.count else { return [] }
    var nodes: [Node] = []
    while position < records.count, records[position].level == geometry.levels[level].name {
      var node = Node(table: records[position])
      position += 1
      node.children = Self.nodes(records, &position, level: level + 1, geometry)
      nodes.append(node)
    }
    return nodes
  }

  /// Whether two processes reach tables of the same kinds at the same places.
  func isLike(_ other: TableTree) -> Bool {
    roots.count == other.roots.count
      && zip(roots, other.roots).allSatisfy { $0.table.base == $1.table.base && $0.isLike($1) }
  }

  /// The tables that other address spaces are attached to as well.
  var shared: [TableRecord] {
    var result: [TableRecord] = []
    func visit(_ nodes: [Node]) {
      for node in nodes {
        if node.table.owners > 1 { result.append(node.table) }
        visit(node.children)
      }
    }
    visit(roots)
    return result
  }

  /// Marks the tables that a picture shows already, and adds the new ones to it.
  mutating func refer(to drawn: inout [TableID: String], as name: String) {
    func visit(_ nodes: inout [Node]) {
      for index in nodes.indices {
        let table = nodes[index].table
        if table.owners > 1 {
          nodes[index].drawnIn = drawn[table.id]
          if drawn[table.id] == nil { drawn[table.id] = name }
        }
        visit(&nodes[index].children)
      }
    }
    visit(&roots)
  }
}
