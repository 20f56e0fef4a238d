import VM

extension Session {
  /// What is visible at the prompt.
  public var names: SessionNames {
    var names = SessionNames()
    let world = state.world
    names.variables = compiler.sessionVariables
    names.functions = compiler.sessionFunctions
    var processes: Set<String> = []
    for name in compiler.worldNames.processes.sorted() {
      guard let number = world.names.number(of: name) else { continue }
      switch world.meaning(of: number) {
      case .process(let process)? where world.isAlive(process): processes.insert(name)
      case .family?: processes.insert(name)
      default: break
      }
    }
    names.processes = processes.sorted()
    names.files = world.state.files.map { world.names[$0.name] }.sorted()
    names.regions = regions(world).sorted()
    names.snapshots = world.snapshotNames.filter {
      if case .found = world.findSnapshot($0) { true } else { false }
    }.map { world.names[$0] }.sorted()
    return names
  }

  private func regions(_ world: World) -> Set<String> {
    if let actor = world.actor {
      return Set(world.regions[actor].map { world.names[$0.name] })
    }
    var found: Set<String> = []
    for process in world.processes.prefix(1_000) where world.isAlive(process) {
      for region in world.regions[process] { found.insert(world.names[region.name]) }
    }
    return found
  }
}

extension SessionState {
  /// What statements act on, for the prompt; nil before there is a process.
  var currentName: String? {
    switch world.current.tag {
    case .process: world.process(world.current).map { world.name(of: $0) }
    case .family: world.family(world.current).map { world.names[$0.name] }
    case .list: listName(Array(heap.values(world.current)))
    default: nil
    }
  }

  private func listName(_ members: [Value]) -> String {
    let shown = members.prefix(3).compactMap { world.process($0) }.map { world.name(of: $0) }
    return "[" + (shown + (members.count > 3 ? ["..."] : [])).joined(separator: ", ") + "]"
  }
}
