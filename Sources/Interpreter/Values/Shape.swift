/// The kinds of records and the names of their fields, in order.
enum Shape: UInt16, CaseIterable {
  /// `p.pte(ADDR)`.
  case pageEntry
  /// `p.pmd(ADDR)`.
  case tableEntry
  /// `p.vma(ADDR)`.
  case vma
  /// Counters as `measure` found them: those of the world, and a list of those of the processes.
  case measured
  /// `m.of(p)`: the process's counters as change.
  case processChange

  /// The fields that a script can name; the last two kinds are asked for counters.
  var fields: [String] {
    switch self {
    case .pageEntry:
      ["kind", "present", "writable", "dirty", "young", "frame", "swap", "table"]
    case .tableEntry: ["present", "writable", "table", "owners"]
    case .vma: ["start", "end", "prot", "shared", "file", "offset"]
    case .measured, .processChange: []
    }
  }
}
