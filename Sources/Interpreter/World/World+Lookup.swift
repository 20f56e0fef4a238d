import VM

// From values to what they stand for, and back.
extension World {
  /// What a name means, regions aside.
  func meaning(of name: WorldName) -> WorldState.Entry? { state.entry(name) }

  // MARK: Values of things that are there

  func value(of process: ProcessID) -> Value {
    Value(process, birth: state.births[Int(process.index)])
  }

  func value(ofFamily family: Int) -> Value {
    Value(family: family, birth: state.families[family].birth)
  }

  /// nil for a file without a name.
  func value(of file: FileID) -> Value? {
    state.position(of: file).map { Value(file, birth: state.files[$0].birth) }
  }

  func value(ofRegion name: WorldName, of process: ProcessID) -> Value {
    Value(region: name, birth: state.births[Int(process.index)])
  }

  // MARK: Things of values; nil if the world has been put back to before their birth

  /// The process of a value, dead or alive.
  func process(_ value: Value) -> ProcessID? {
    let process = value.process
    guard value.tag == .process, process.index < state.births.count,
      state.births[Int(process.index)] == value.birth
    else { return nil }
    return process
  }

  /// The process of a region.
  func process(ofRegion region: Value) -> ProcessID? { state.process(born: region.birth) }

  func family(_ value: Value) -> ProcessFamily? {
    isFamily(value) ? state.families[value.family] : nil
  }

  private func isFamily(_ value: Value) -> Bool {
    value.tag == .family && value.family < state.families.count
      && state.families[value.family].birth == value.birth
  }

  /// The one process that is current, if it is alive. Who is current has not been taken back.
  var actor: ProcessID? {
    current.tag == .process && machine.isAlive(current.process) ? current.process : nil
  }

  func file(_ value: Value) -> FileID? {
    guard value.tag == .file, let position = state.position(of: value.file),
      state.files[position].birth == value.birth
    else { return nil }
    return value.file
  }

  /// Where a region is; nil also if its process does not have it any more.
  func range(of region: Value) -> AddressRange? {
    guard let process = process(ofRegion: region) else { return nil }
    return regions.find(region.regionName, in: process)?.range
  }

  /// The world was put back to before the birth of what the value stands for.
  func isTakenBack(_ value: Value) -> Bool {
    switch value.tag {
    case .process: process(value) == nil
    case .family: !isFamily(value)
    case .file: file(value) == nil
    case .region: process(ofRegion: value) == nil
    default: false
    }
  }

  // MARK: Texts

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
