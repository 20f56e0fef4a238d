import VM

extension World {
  /// Where a region is; nil if its process does not have it any more.
  func range(of region: Value) -> AddressRange? {
    let (process, name) = region.region
    return regions.find(name, in: process)?.range
  }

  /// Which numbers a family has, for hints.
  func extent(of family: ProcessFamily) -> String {
    let name = names[family.name]
    guard let first = family.members.first, let last = family.members.last else {
      return "the family '\(name)' has no processes"
    }
    return first.index == last.index
      ? "'\(name)' has only \(name)[\(first.index)]"
      : "'\(name)' goes from \(name)[\(first.index)] to \(name)[\(last.index)]"
  }
}
