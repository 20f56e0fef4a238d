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
      if let region = region(name, of: process) { return region }
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
    return region(name(index), of: world.current.process)
  }

  func ownersRegion(_ index: Int, _ owner: Value) -> Value? {
    world.process(owner).flatMap { region(name(index), of: $0) }
  }

  func region(_ name: WorldName, of process: ProcessID) -> Value? {
    guard world.regions.find(name, in: process) != nil else { return nil }
    return world.value(ofRegion: name, of: process)
  }

  private func entry(_ name: WorldName) -> Value? {
    switch world.meaning(of: name) {
    case .process(let process)?: world.value(of: process)
    case .family(let family)?: world.value(ofFamily: family)
    case .file(let file)?: world.value(of: file)
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

  // MARK: Counters

  /// The kernel and the machine have the counter.
  func require(_ counter: GlobalCounter) throws(Stop) {
    guard
      let obstacle = counter.obstacle(under: world.kernel) ?? counter.obstacle(on: world.geometry)
    else { return }
    throw .error(.notModelled, obstacle, hint: counter.hint)
  }

  // MARK: Whom statements act on

  /// The process that a subject is, or those that it names, as a list; each must be there when its
  /// turn comes.
  func members(of subject: Value) throws(Stop) -> Value {
    try charge(1)
    if heap.needsCollection { try collect() }
    switch subject.tag {
    case .process: return subject
    case .family:
      let family = try family(subject)
      try charge(family.members.count / 8)
      return try heap.makeList(values(of: family))
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
    let members = try members(of: process)
    if process.tag == .process { _ = try living(process) }
    // Of a list a copy: what the script does to it later is not meant.
    world.current =
      process.tag == .list ? try heap.makeList(Array(heap.values(members))) : process
  }

  /// The process that acts; alive.
  func actor() throws(Stop) -> ProcessID {
    if let actor = world.actor { return actor }
    guard world.current.tag == .process else {
      if world.current.tag == .null {
        throw .error(
          .noCurrentProcess, "there is no process yet", hint: "`spawn p1` starts one")
      }
      throw .error(
        .noCurrentProcess, "one process must be current here, not \(quoted(world.current))",
        hint: "name the process that does it: `p[1]: ...`")
    }
    return try living(world.current)
  }

  /// The process of a value, which must be alive.
  func living(_ value: Value) throws(Stop) -> ProcessID {
    let process = try existing(value)
    if !world.isAlive(process) {
      throw .error(.processGone, "process '\(world.name(of: process))' has exited")
    }
    return process
  }

  /// The process of a value, which may have exited.
  func existing(_ value: Value) throws(Stop) -> ProcessID {
    guard let process = world.process(value) else { throw takenBack(value) }
    return process
  }

  func family(_ value: Value) throws(Stop) -> ProcessFamily {
    guard let family = world.family(value) else { throw takenBack(value) }
    return family
  }

  func values(of family: ProcessFamily) -> [Value] {
    family.members.map { world.value(of: $0.process) }
  }

  func file(_ value: Value) throws(Stop) -> FileID {
    guard let file = world.file(value) else { throw takenBack(value) }
    return file
  }

  /// The thing of a value went when the world was put back.
  func takenBack(_ value: Value) -> Stop {
    let thing = value.tag == .region ? "process of the region" : String(value.kindName.dropFirst(2))
    return .error(
      .takenBack, "the \(thing) is not there: the world was put back to before its birth",
      hint: "a variable keeps what `whatif` or `restore` has taken back, and nothing stands for it")
  }
}
