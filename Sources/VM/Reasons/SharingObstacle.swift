/// What keeps a leaf table from being one that several address spaces have.
public enum SharingObstacle: Hashable, Sendable {
  /// The kernel shares no leaf tables.
  case kernel
  /// The mapping is private: its tables are shared by fork only.
  case privateMapping
  /// The mapping shows its file out of order (remap_file_pages).
  case nonlinear
  /// The mapping does not contain the whole span of the table.
  case partialSpan
  /// Others have tables of the place in the file, by mappings that are not identical to this one,
  /// and the kernel asks for that.
  case notIdentical
  /// Others have tables of the place in the file, and this one has been made already.
  case madeApart
  /// The one of the others is in the address space already, somewhere else.
  case reachedAlready
  /// Others have tables that show the same pages of the file, shifted by less than a table.
  case incongruent
  /// Nobody else has a table of the place in the file.
  case nobody
}

extension SharingObstacle {
  /// The name of the rule by which a fault does not attach.
  var attachRule: String {
    switch self {
    case .kernel: "attach.never"
    case .privateMapping: "attach.private"
    case .nonlinear: "attach.nonlinear"
    case .partialSpan: "attach.partial-span"
    case .notIdentical, .madeApart: "attach.not-identical"
    case .reachedAlready: "attach.already-reached"
    case .incongruent: "attach.incongruent"
    case .nobody: "attach.no-candidate"
    }
  }

  /// The same for people, after "new table".
  func attachText(_ kernel: Kernel) -> String {
    switch self {
    case .kernel: "kernel `\(kernel.name)` shares none"
    case .privateMapping: "the mapping is private"
    case .nonlinear: "the mapping is nonlinear"
    case .partialSpan: "the mapping does not contain its whole span"
    case .notIdentical, .madeApart: "the other mappings of the file are not identical"
    case .reachedAlready: "it reaches the one of the others already"
    case .incongruent: "other tables show these pages at another offset"
    case .nobody: "no other address space has one for this block"
    }
  }
}
