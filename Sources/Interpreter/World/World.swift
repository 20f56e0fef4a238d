import VM

/// The modelled machine of one run, with the names that the script has given to things in it.
///
/// Names are numbers of the program's `NameTable`. A name that the world knows is never removed:
/// a process that has exited keeps its name until another one takes it.
final class World {
  private(set) var geometry = Geometry.x86_64
  private(set) var kernel = Kernel.shpte
  private(set) var memory = Geometry.x86_64.defaultMemory
  var machine: Machine

  let names: NameTable
  /// Processes, families and files by name.
  private(set) var entries: [WorldName: Entry] = [:]
  private(set) var families: [ProcessFamily] = []
  /// Files in order of creation, with their names.
  private(set) var files: [(name: WorldName, id: FileID)] = []
  /// The named processes, families included, in order of creation.
  private(set) var processes: [ProcessID] = []
  var regions = RegionTables()

  /// What statements act on: nothing, a process, a family, or a list of processes.
  var current = Value.null

  /// Pictures are drawn in ASCII.
  var drawsASCII = false

  /// What has been done to files, to be done again should the kernel be chosen after it.
  private var fileActions: [FileAction] = []

  enum Entry: Hashable {
    case process(ProcessID)
    /// The number of a family.
    case family(Int)
    case file(FileID)
  }

  private enum FileAction {
    case create(name: String, kind: FileKind, size: ByteCount, filled: Bool)
    case truncate(FileID, ByteCount)
  }

  init(names: NameTable) {
    self.names = names
    machine = Machine(geometry: geometry, kernel: kernel, memory: memory)
  }

  var hasProcesses: Bool { !processes.isEmpty }
  var hasFiles: Bool { !files.isEmpty }

  /// Replaces machine and kernel; only before the first process. Files are made anew.
  func configure(
    geometry: Geometry, kernel: Kernel, memory: ByteCount
  ) throws(Refusal) {
    self.geometry = geometry
    self.kernel = kernel
    self.memory = memory
    let isTracing = machine.isTracing
    machine = Machine(geometry: geometry, kernel: kernel, memory: memory)
    machine.isTracing = isTracing
    for action in fileActions {
      switch action {
      case .create(let name, let kind, let size, let filled):
        _ = try machine.createFile(name: name, kind: kind, size: size, filled: filled)
      case .truncate(let file, let size):
        try machine.truncate(file, to: size)
      }
    }
  }

  // MARK: Files

  /// Knows the files of another world that no process has used yet; `configure` makes them.
  func takeFiles(of other: World) {
    entries = other.entries
    files = other.files
    fileActions = other.fileActions
  }

  func createFile(
    _ name: WorldName, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) {
    let text = names[name]
    let id = try machine.createFile(name: text, kind: kind, size: size, filled: filled)
    if !hasProcesses {
      fileActions.append(.create(name: text, kind: kind, size: size, filled: filled))
    }
    entries[name] = .file(id)
    files.append((name, id))
  }

  func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) {
    try machine.truncate(file, to: size)
    if !hasProcesses { fileActions.append(.truncate(file, size)) }
  }

  // MARK: Processes

  /// Gives a new process its name and, in a family, its number.
  func register(_ process: ProcessID, as name: WorldName, member: Int?) {
    processes.append(process)
    guard let member else {
      entries[name] = .process(process)
      return
    }
    if case .family(let family)? = entries[name] {
      families[family].set(member, process)
    } else {
      entries[name] = .family(families.count)
      families.append(ProcessFamily(name: name, members: [(member, process)]))
    }
  }

  /// Makes the family, if there is none, so that `spawn p[1..0]` has one too.
  func familyNumber(_ name: WorldName) -> Int {
    if case .family(let family)? = entries[name] { return family }
    entries[name] = .family(families.count)
    families.append(ProcessFamily(name: name, members: []))
    return families.count - 1
  }

  func isAlive(_ process: ProcessID) -> Bool { machine.isAlive(process) }

  /// `p1`, `kids[3]`.
  func name(of process: ProcessID) -> String { machine.name(of: process) }
}
