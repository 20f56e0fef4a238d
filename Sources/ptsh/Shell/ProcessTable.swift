import Interpreter

/// The processes of a world, a line each.
struct ProcessTable {
  private let header = ["process", "rss", "tables", "shared", "vmas", "faults"]
  private let rows: [[Cell]]

  private enum Cell {
    case name(String)
    case bytes(Int)
    case count(Int)
  }

  init(_ processes: [ProcessSummary]) {
    rows = processes.map { process in
      [
        .name(process.name), .bytes(process.rss), .count(process.tables),
        .count(process.sharedTables), .count(process.mappings), .count(process.faults),
      ]
    }
  }

  func lines(_ mode: ShellMode, _ style: Style) -> [String] {
    switch mode {
    case .table: table
    case .json: rows.map { JSON.object(zip(header, $0).map(Self.member)).text }
    case .csv: ([header] + rows.map { $0.map(Self.plain) }).map { $0.joined(separator: ",") }
    }
  }

  private var table: [String] {
    guard !rows.isEmpty else { return ["no process"] }
    let cells = [header] + rows.map { $0.map(Self.human) }
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }
  }

  private static func human(_ cell: Cell) -> String {
    if case .bytes(let bytes) = cell { return HumanSize.text(bytes) }
    return plain(cell)
  }

  private static func plain(_ cell: Cell) -> String {
    switch cell {
    case .name(let name): Printable.escape(name)
    case .bytes(let number), .count(let number): String(number)
    }
  }

  private static func member(_ name: String, _ cell: Cell) -> JSON.Member {
    switch cell {
    case .name(let text): JSON.Member(name: name, value: .string(text))
    case .bytes(let number), .count(let number): JSON.Member(name: name, value: .integer(number))
    }
  }
}
