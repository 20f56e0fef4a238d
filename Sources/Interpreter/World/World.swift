import VM

/// The modelled machine of one run, with the names that the script has given to things in it.
final class World {
  var machine: Machine
  let storage: StorageForm
  var names: NameTable
  /// All else: what goes back together with the machine.
  var state: WorldState

  /// Worlds to go back to, oldest first.
  var checkpoints: [Checkpoint] = []
  /// The names of snapshots that have been taken, gone ones included.
  var snapshotNames: Set<WorldName> = []
  /// Counts the machines that the world has had one after the other.
  private(set) var machineNumber = 0
  /// Going back does not change it.
  private(set) var births: BirthCounts

  /// Pictures are drawn in ASCII.
  var drawsASCII = false

  init(names: NameTable, storage: StorageForm = .compressed, births: BirthCounts = BirthCounts()) {
    self.names = names
    self.storage = storage
    self.births = births
    state = WorldState(nameCount: names.texts.count)
    machine = Machine(state, storage)
  }

  convenience init(names: NameTable, _ options: Options) {
    self.init(names: names, storage: options.storage)
    machine.isTracing = options.isTracing
    drawsASCII = options.drawsASCII
  }

  var geometry: Geometry { state.geometry }
  var kernel: Kernel { state.kernel }
  var hasProcesses: Bool { state.hasProcesses }
  var hasFiles: Bool { !state.files.isEmpty }

  /// What statements act on: nothing, a process, a family, or a list of processes.
  ///
  /// Beside the state, as every statement asks for it.
  var current = Value.null

  var regions: RegionTables {
    _read { yield state.regions }
    _modify { yield &state.regions }
  }

  // MARK: Machine and kernel

  /// Begins with a new machine as the state says, in which no process has been born; files are made
  /// anew.
  func start(_ state: WorldState) throws(Refusal) {
    var new = Machine(state, storage)
    new.isTracing = machine.isTracing
    for file in state.files {
      let id = try new.createFile(
        name: names[file.name], kind: file.kind, size: file.firstSize, filled: file.isFilled)
      if file.smallestSize < file.firstSize { try new.truncate(id, to: file.smallestSize) }
      if file.size != file.smallestSize { try new.truncate(id, to: file.size) }
    }
    machine = new
    machineNumber += 1
    self.state = state
  }

  /// A world of the same machine and files, under another kernel.
  ///
  /// - Parameter births: of the world that has been used last.
  func restarted(kernel: Kernel, births: BirthCounts) throws(Refusal) -> World {
    let world = World(names: names, storage: storage, births: births)
    world.machine.isTracing = machine.isTracing
    world.drawsASCII = drawsASCII
    var state = state
    state.kernel = kernel
    try world.start(state)
    world.current = current
    return world
  }

  // MARK: Files

  func createFile(
    _ name: WorldName, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) {
    let id = try machine.createFile(name: names[name], kind: kind, size: size, filled: filled)
    state.register(
      NamedFile(
        name: name, id: id, birth: births.nextOther(), kind: kind, isFilled: filled,
        firstSize: size,
        smallestSize: size, size: size))
  }

  func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) {
    try machine.truncate(file, to: size)
    if !hasProcesses { state.noteTruncation(of: file, to: size) }
  }

  // MARK: Swap space

  func swapOn(_ size: ByteCount) throws(Refusal) {
    try machine.swapOn(size)
    noteSwap()
  }

  func swapOff() throws(Refusal) {
    try machine.swapOff()
    noteSwap()
  }

  /// Another kernel finds the swap space that there is before the first process.
  private func noteSwap() {
    if !hasProcesses { state.swap = machine.swapTotal }
  }

  // MARK: Processes

  func spawn(_ name: WorldName, member: Int?) throws(Refusal) -> ProcessID {
    let process = try machine.spawn(name: fullName(name, member))
    return register(process, .spawned, name, member)
  }

  func fork(_ parent: ProcessID, _ name: WorldName, member: Int?) throws(Refusal) -> ProcessID {
    let process = try machine.fork(parent, name: fullName(name, member))
    return register(process, .forked(from: parent), name, member)
  }

  func thread(
    of creator: ProcessID, _ name: WorldName, member: Int?
  ) throws(Refusal) -> ProcessID {
    let process = try machine.thread(of: creator, name: fullName(name, member))
    return register(process, .thread(of: creator), name, member)
  }

  private func register(
    _ process: ProcessID, _ origin: WorldState.Origin, _ name: WorldName, _ member: Int?
  ) -> ProcessID {
    if member != nil { _ = familyNumber(name) }
    state.register(process, origin, as: name, member: member, birth: births.nextProcess())
    return process
  }

  /// The family of that name, made if there is none: `spawn p[1..0]` has one too.
  func familyNumber(_ name: WorldName) -> Int {
    if case .family(let family)? = state.entry(name) { return family }
    return state.registerFamily(name, birth: births.nextOther())
  }

  /// How many members of the family make room for one of that number.
  func membersMoved(_ name: WorldName, _ number: Int) -> Int {
    guard case .family(let family)? = meaning(of: name) else { return 0 }
    return state.families[family].count(above: number)
  }

  /// Takes over the count of a world that came after this one.
  func skipBirths(to later: BirthCounts) { births = later }

  /// In order of creation, dead ones included.
  var processes: some RandomAccessCollection<ProcessID> {
    state.births.indices.lazy.map { ProcessID(index: Int32($0)) }
  }

  func isAlive(_ process: ProcessID) -> Bool { machine.isAlive(process) }

  /// `kids[3]`, as a process is to be called.
  func fullName(_ name: WorldName, _ member: Int?) -> String {
    names[name] + (member.map { "[\($0)]" } ?? "")
  }

  /// `p1`, `kids[3]`.
  func name(of process: ProcessID) -> String { machine.name(of: process) }
}

extension Machine {
  /// The machine that a state describes, in which nothing has happened.
  fileprivate init(_ state: WorldState, _ storage: StorageForm) {
    self.init(
      geometry: state.geometry, kernel: state.kernel, memory: state.memory, lowmem: state.lowmem,
      swap: state.swap, storage: storage)
  }
}
