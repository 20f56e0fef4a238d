import VM

/// All that a world is beside its machine: what the script has chosen and named.
///
/// A value: to remember a world is to keep a copy, which costs nothing until something changes.
/// A name that the world knows is never removed: a process that has exited keeps its name until
/// another one takes it.
struct WorldState {
  var geometry = Geometry.x86_64
  var kernel = Kernel.shpte
  var memory = Geometry.x86_64.defaultMemory
  /// Bytes; nil for what the machine has, if any.
  var lowmem: ByteCount?
  /// Bytes of swap space that the machine begins with.
  var swap: ByteCount = 0

  /// What each name of the program's `NameTable` means; a session's may have grown since.
  private var entries: ChunkedArray<Entry?>
  private(set) var families = ChunkedArray<ProcessFamily>()
  /// Files in order of creation.
  private(set) var files = ChunkedArray<NamedFile>()
  /// The births of the processes, dead ones included, by number.
  private(set) var births = ChunkedArray<BirthNumber>()
  var regions = RegionTables()

  enum Entry: Hashable {
    case process(ProcessID)
    /// The number of a family.
    case family(Int)
    case file(FileID)
  }

  init(nameCount: Int) { entries = ChunkedArray(repeating: nil, count: nameCount) }

  var hasProcesses: Bool { !births.isEmpty }

  /// Another machine, with what it has unless said otherwise.
  mutating func choose(_ machine: Geometry) {
    geometry = machine
    memory = machine.defaultMemory
    lowmem = nil
    swap = 0
  }

  // MARK: Names

  func entry(_ name: WorldName) -> Entry? {
    let index = Int(name.index)
    return index < entries.count ? entries[index] : nil
  }

  private mutating func setEntry(_ name: WorldName, _ entry: Entry) {
    while entries.count <= Int(name.index) { entries.append(nil) }
    entries[Int(name.index)] = entry
  }

  // MARK: Files

  mutating func register(_ file: NamedFile) {
    setEntry(file.name, .file(file.id))
    files.append(file)
  }

  /// The place of a file in the list.
  func position(of file: FileID) -> Int? {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].id.index < file.index { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].id == file ? low : nil
  }

  mutating func noteTruncation(of file: FileID, to size: ByteCount) {
    guard let position = position(of: file) else { return }
    files[position].size = size
    files[position].smallestSize = min(files[position].smallestSize, size)
  }

  // MARK: Processes

  /// How a process comes into being.
  enum Origin {
    case spawned
    case forked(from: ProcessID)
    case thread(of: ProcessID)
  }

  /// Gives a new process its name and, in a family, its number.
  mutating func register(
    _ process: ProcessID, _ origin: Origin, as name: WorldName, member: Int?, birth: BirthNumber
  ) {
    precondition(Int(process.index) == births.count, "processes have numbers in order of birth")
    births.append(birth)
    switch origin {
    case .spawned: regions.addProcess()
    case .forked(let parent): regions.addChild(of: parent)
    case .thread(let creator): regions.addThread(of: creator)
    }
    if let member, case .family(let family)? = entry(name) {
      families[family].set(member, process)
    } else {
      setEntry(name, .process(process))
    }
  }

  mutating func registerFamily(_ name: WorldName, birth: BirthNumber) -> Int {
    setEntry(name, .family(families.count))
    families.append(ProcessFamily(name: name, birth: birth))
    return families.count - 1
  }

  /// The process that was born as that one.
  func process(born birth: BirthNumber) -> ProcessID? {
    // Numbers of births ascend with those of processes, and are the same until the first undo.
    var low = 0
    var high = min(Int(birth), births.count - 1)
    guard high >= 0 else { return nil }
    if births[high] == birth { return ProcessID(index: Int32(high)) }
    while low < high {
      let middle = (low + high) / 2
      if births[middle] < birth { low = middle + 1 } else { high = middle }
    }
    return births[low] == birth ? ProcessID(index: Int32(low)) : nil
  }
}

/// A file that the script has named, and what makes it anew under another kernel.
struct NamedFile {
  let name: WorldName
  let id: FileID
  let birth: BirthNumber
  let kind: FileKind
  let isFilled: Bool
  let firstSize: ByteCount
  /// The smallest it has been, and what it is before the first process.
  var smallestSize: ByteCount
  var size: ByteCount
}
