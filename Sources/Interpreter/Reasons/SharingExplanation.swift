import VM

/// Why leaf tables are shared, or are not: what the model says of mappings, in the words of a
/// script; equal reasons are told once.
struct SharingExplanation {
  private let world: World
  /// The processes in question; empty for all of them.
  private let processes: [ProcessID]
  /// The addresses in question; empty for all of them.
  private let addresses: [VirtualAddress]

  /// More mappings are not looked at, for each costs about what a fault does.
  private static let mappingLimit = 20_000
  /// More of those are not looked at that a fault would look for another's table for.
  private static let searchLimit = 200
  private static let linesShown = 3

  init(_ world: World, processes: [ProcessID], addresses: [VirtualAddress]) {
    self.world = world
    self.processes = processes
    self.addresses = addresses
  }

  /// A line each, the one about most tables first.
  ///
  /// None where there is nobody to share with.
  func lines() -> [String] {
    guard world.machine.addressSpaceCount > 1 else { return [] }
    return groups().prefix(Self.linesShown).map { text(of: $0) } + sharedTexts()
  }

  // MARK: Equal ones

  /// Mappings that share no tables, or not all, for the same reason.
  private struct Group {
    let thing: String
    let isNamedByFile: Bool
    let reason: String
    var first: ProcessID
    var processes = 0
    /// It is about other things too.
    var isMixed = false
    /// There may be more.
    var isCutShort = false
    var lastCounted: ProcessID
    var tables = 0
    var unshared = 0
  }

  private struct Key: Hashable {
    let thing: String
    let reason: String
  }

  private func groups() -> [Group] {
    var groups: [Key: Group] = [:]
    var (left, searches) = (Self.mappingLimit, Self.searchLimit)
    var isCutShort = false
    for process in processes.isEmpty ? Array(world.processes) : processes {
      guard left > 0, searches > 0 else {
        isCutShort = true
        break
      }
      // Of threads the first stands for the address space.
      guard !processes.isEmpty || world.machine.leadsAddressSpace(process) else { continue }
      for mapping in world.machine.sharing(of: process) where isInQuestion(mapping) {
        left -= 1
        guard let obstacle = mapping.obstacle, mapping.unshared > 0 else { continue }
        if obstacle.tookSearch { searches -= 1 }
        add(mapping, obstacle, process, to: &groups)
      }
    }
    if isCutShort { for key in groups.keys { groups[key]?.isCutShort = true } }
    return groups.values.sorted {
      ($1.unshared, $0.first, $0.thing, $0.reason) < ($0.unshared, $1.first, $1.thing, $1.reason)
    }
  }

  private func isInQuestion(_ mapping: MappingSharing) -> Bool {
    addresses.isEmpty || addresses.contains { mapping.range.contains($0) }
  }

  private func add(
    _ mapping: MappingSharing, _ obstacle: SharingObstacle, _ process: ProcessID,
    to groups: inout [Key: Group]
  ) {
    let reason = reason(obstacle, mapping)
    let (thing, isNamedByFile) = name(of: mapping, process)
    // What the kernel never does is told once for everything.
    let key = Key(thing: obstacle == .kernel ? "" : thing, reason: reason)
    var group =
      groups[key]
      ?? Group(
        thing: thing, isNamedByFile: isNamedByFile, reason: reason, first: process,
        lastCounted: process)
    if group.thing != thing { group.isMixed = true }
    if group.processes == 0 || group.lastCounted != process { group.processes += 1 }
    group.lastCounted = process
    group.tables += mapping.tables
    group.unshared += mapping.unshared
    groups[key] = group
  }

  /// A file by its name, for that is what processes have in common; else the region's name.
  private func name(of mapping: MappingSharing, _ process: ProcessID) -> (String, Bool) {
    if mapping.isShared, let file = mapping.file, !mapping.isUnnamed {
      return ("`\(world.machine.name(of: file))`", true)
    }
    let region = world.regions[process].first { region in
      region.range.start < mapping.range.end && mapping.range.start < region.range.end
    }
    if let region { return ("`\(world.names[region.name])`", false) }
    return ("the memory at \(mapping.range.start)", false)
  }

  // MARK: Words

  private func text(of group: Group) -> String {
    if group.isMixed { return group.reason }
    let subject: String
    if group.processes > 1 {
      let count = "\(group.isCutShort ? "at least " : "")\(group.processes) processes"
      let verb = group.isNamedByFile ? "map" : "have"
      subject =
        group.unshared == group.tables
        ? "\(count) \(verb) \(group.thing); none shares its tables"
        : "\(count) \(verb) \(group.thing) and share all but \(tables(group.unshared)) of it"
    } else {
      let name = world.name(of: group.first)
      subject =
        group.unshared == group.tables
        ? "\(name) shares no table of \(group.thing)"
        : "\(name) shares all but \(tables(group.unshared)) of \(group.thing)"
    }
    return "\(subject): \(group.reason)"
  }

  private func reason(_ obstacle: SharingObstacle, _ mapping: MappingSharing) -> String {
    let kernel = world.kernel
    switch obstacle {
    case .kernel:
      return kernel.tables.sharesHugePageTables
        ? "kernel `\(kernel.name)` shares tables of huge pages only"
        : "kernel `\(kernel.name)` has no page-table sharing"
    case .privateMapping:
      guard let threshold = kernel.sharing.forkThreshold else { return "the mapping is private" }
      return "private memory shares tables only from a fork on, of a parent with more than "
        + "\(leafTables(threshold)), and until a write"
    case .nonlinear: return "the mapping is nonlinear (remap_file_pages)"
    case .partialSpan: return partialSpan(mapping)
    case .notIdentical:
      return "with `match = identical` only mappings of the same addresses and offset share"
    case .madeApart:
      return "it had its own table already; another's is looked for only where none is"
    case .reachedAlready: return "it has the table of the others already, at another address"
    case .incongruent:
      return "offset and address are not congruent in the same way as for the others "
        + "(modulo \(HumanSize.text(world.geometry.leafSpan)))"
    case .nobody: return "nobody else has a table of that part of the file"
    }
  }

  private func partialSpan(_ mapping: MappingSharing) -> String {
    let span = world.geometry.leafSpan
    let size = HumanSize.text(span)
    guard let base = mapping.base, mapping.range.start <= base else {
      return
        "the mapping begins inside a leaf table (\(mapping.range.start) is no multiple of \(size))"
    }
    return "the mapping ends inside a leaf table (\(mapping.range.end) is no multiple of \(size))"
  }

  private func sharedTexts() -> [String] {
    if !processes.isEmpty {
      return processes.prefix(Self.linesShown).compactMap { process in
        let all = world.machine.pageTables(of: process).pte
        let shared = world.machine.sharedTables(of: process)
        return shared == 0
          ? nil : "\(world.name(of: process)) shares \(shared) of its \(leafTables(all))"
      }
    }
    let shared = world.machine.sharedTables
    guard shared > 0 else { return [] }
    let saved = world.machine.mappedTables - world.machine.pageTables.total
    return ["\(leafTables(shared)) \(shared == 1 ? "is" : "are") shared, which saves \(saved)"]
  }

  private func tables(_ count: Int) -> String { "\(count) table\(count == 1 ? "" : "s")" }
  private func leafTables(_ count: Int) -> String { "\(count) leaf table\(count == 1 ? "" : "s")" }
}

extension SharingObstacle {
  /// Other tables have been looked at to find it.
  fileprivate var tookSearch: Bool {
    switch self {
    case .kernel, .privateMapping, .nonlinear, .partialSpan: false
    case .notIdentical, .madeApart, .reachedAlready, .incongruent, .nobody: true
    }
  }
}
