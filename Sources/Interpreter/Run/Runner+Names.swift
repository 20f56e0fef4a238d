import PTLang
import VM

extension Runner {
  private func name(_ index: Int) -> WorldName {
    WorldName(index: Int32(truncatingIfNeeded: index))
  }

  // MARK: Names in expressions

  /// A process, family, file, or region of the current process.
  func worldName(_ index: Int) throws(Stop) -> Value {
    let name = name(index)
    if let value = entry(name) { return value }
    switch world.current.tag {
    case .process:
      let process = world.current.process
      if world.regions.find(name, in: process) != nil { return Value(region: name, of: process) }
      if code.regionNames.contains(name) {
        let owner = world.name(of: process)
        throw .error(
          .notThereYet, "process '\(owner)' has no region '\(world.names[name])'",
          hint: ownerHint(of: name))
      }
      throw notThereYet(name)
    case .null: throw notThereYet(name)
    default:
      if code.regionNames.contains(name) {
        throw .error(
          .familyRegion,
          "'\(world.names[name])' is a region of each process of \(quoted(world.current))",
          hint: "name the process: `p[1].\(world.names[name])`")
      }
      throw notThereYet(name)
    }
  }

  /// As `worldName`; a region of the current process comes first.
  func targetName(_ index: Int) throws(Stop) -> Value {
    if let region = currentRegion(index) { return region }
    return try worldName(index)
  }

  func currentRegion(_ index: Int) -> Value? {
    guard world.current.tag == .process else { return nil }
    return ownersRegion(index, world.current)
  }

  func ownersRegion(_ index: Int, _ owner: Value) -> Value? {
    guard owner.tag == .process, world.regions.find(name(index), in: owner.process) != nil else {
      return nil
    }
    return Value(region: name(index), of: owner.process)
  }

  private func entry(_ name: WorldName) -> Value? {
    switch world.entries[name] {
    case .process(let process)?: Value(process)
    case .family(let family)?: Value(tag: .family, bits: family)
    case .file(let file)?: Value(file)
    case nil: nil
    }
  }

  private func notThereYet(_ name: WorldName) -> Stop {
    .error(.notThereYet, "there is no '\(world.names[name])' yet")
  }

  /// "p2 has one": another process that knows the region.
  private func ownerHint(of name: WorldName) -> String? {
    for process in world.processes.prefix(1_000)
    where world.isAlive(process) && world.regions.find(name, in: process) != nil {
      return "write `\(world.name(of: process)).\(world.names[name])`"
    }
    return nil
  }

  // MARK: Whom statements act on

  /// The processes that a subject names, as a list; each must be alive when its turn comes.
  func members(of subject: Value) throws(Stop) -> Value {
    if heap.needsCollection { try collect() }
    switch subject.tag {
    case .process: return try heap.makeList([subject])
    case .family:
      return try heap.makeList(world.families[subject.bits].members.map { Value($0.process) })
    case .list:
      for element in heap.values(subject) where element.tag != .process {
        throw .error(.wrongType, "a subject is a process, and the list holds \(element.kindName)")
      }
      return subject
    case .null:
      throw .error(
        .noCurrentProcess, "there is no process yet", hint: "`spawn p1` starts one")
    default:
      try checkUsable(subject)
      throw .error(.wrongType, "a subject is a process, not \(subject.kindName)")
    }
  }

  func use(_ process: Value) throws(Stop) {
    guard process.tag == .process || process.tag == .family || process.tag == .list else {
      try checkUsable(process)
      throw .error(.wrongType, "`use` takes a process, not \(process.kindName)")
    }
    _ = try members(of: process)
    if process.tag == .process { try checkAlive(process.process) }
    world.current = process
  }

  /// The process that acts; alive.
  func actor() throws(Stop) -> ProcessID {
    guard world.current.tag == .process else {
      if world.current.tag == .null {
        throw .error(
          .noCurrentProcess, "there is no process yet", hint: "`spawn p1` starts one")
      }
      throw .error(
        .noCurrentProcess, "one process must be current here, not \(quoted(world.current))",
        hint: "name the process that does it: `p[1]: ...`")
    }
    let process = world.current.process
    try checkAlive(process)
    return process
  }
}
