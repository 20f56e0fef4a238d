import VM

/// What a question about an address is answered with, before anything is on the heap.
enum Answer {
  case value(Value)
  /// The fields in the order of `Shape.fields`.
  case record(Shape, [FieldValue])
}

enum FieldValue {
  case value(Value)
  case text(String)
}

extension Runner {
  /// `p.name(ADDR)`: nothing is faulted in, and nothing counted.
  ///
  /// - Parameter name: one of `PropertyNames.processMethods`.
  func answer(_ name: String, of process: ProcessID, at address: VirtualAddress) -> Answer {
    switch name {
    case "value":
      return .value(world.machine.value(process, at: address).map { Value(Int($0)) } ?? .null)
    case "frame":
      return .value(world.machine.frame(process, at: address).map { Value($0) } ?? .null)
    case "table":
      return .value(world.machine.table(process, at: address).map { Value($0) } ?? .null)
    case "pte":
      return .record(.pageEntry, fields(of: world.machine.pageEntry(process, at: address)))
    case "pmd":
      return .record(.tableEntry, fields(of: world.machine.tableEntry(process, at: address)))
    default:
      guard let vma = world.machine.vma(of: process, at: address) else { return .value(.null) }
      return .record(.vma, fields(of: vma))
    }
  }

  private func fields(of entry: PageEntryRecord) -> [FieldValue] {
    // The identity of the page in memory, or of that in swap space.
    let identity = entry.frame.map { Value($0) } ?? .null
    return [
      .text(entry.kind.rawValue), .value(Value(entry.isPresent)), .value(Value(entry.isWritable)),
      .value(Value(entry.isDirty)), .value(Value(entry.isYoung)),
      .value(entry.swapSlot == nil ? identity : .null),
      .value(entry.swapSlot == nil ? .null : identity),
      .value(entry.table.map { Value($0) } ?? .null),
    ]
  }

  private func fields(of entry: TableEntryRecord) -> [FieldValue] {
    [
      .value(Value(entry.isPresent)), .value(Value(entry.isWritable)),
      .value(entry.table.map { Value($0) } ?? .null), .value(Value(entry.owners)),
    ]
  }

  private func fields(of vma: VMARecord) -> [FieldValue] {
    [
      .value(Value(vma.range.start.value)), .value(Value(vma.range.end.value)),
      .text(vma.protection.word), .value(Value(vma.isShared)),
      .value(vma.file.flatMap { world.value(of: $0) } ?? .null), .value(Value(vma.offset)),
    ]
  }
}
