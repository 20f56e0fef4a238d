import PTLang
import VM

// The instructions of code that is watched.
extension Runner {
  func performWatched(_ i: Instruction, _ base: UnsafeMutablePointer<Value>) throws(Stop) {
    let range = code.ranges[place]
    switch (watch, i.op) {
    case (.recording(let recorder)?, .watchStatement):
      if i.x == 1 { recorder.begin(range, depth: depth) }
    case (.recording(let recorder)?, .watchCondition): recorder.begin(range, depth: depth)
    case (.recording(let recorder)?, .watchedCondition): recorder.end(range, depth: depth)
    case (.recording(let recorder)?, .watchVariable): recorder.readVariable(i.x, at: range)
    case (.recording(let recorder)?, .watchValue):
      recorder.storeVariable(i.x, base[i.a], recorder.end(range, depth: depth))
    case (.following(let follower)?, .watchStatement): follower.statementBegins(self, at: range)
    case (.following(let follower)?, .watchValue):
      follower.storeVariable(self, i.x, base[i.a], at: range)
    case (_, .watchedCounter), (_, .watchedMember), (_, .watchedMethod), (_, .watchedBuiltin):
      try performRead(i, base, at: range)
    default: return
    }
  }

  private func performRead(
    _ i: Instruction, _ base: UnsafeMutablePointer<Value>, at range: SourceRange
  ) throws(Stop) {
    var recorder: ReadRecorder?
    if case .recording(let found)? = watch { recorder = found }
    switch i.op {
    case .watchedCounter:
      base[i.a] = Value(GlobalCounter.table[i.x].value(in: world.machine))
      recorder?.note(.counter(i.x), at: range)
    case .watchedMember:
      let object = base[i.b]
      base[i.a] = try member(code.members[i.c], of: object)
      recorder?.note(i.c, of: object, at: range)
    case .watchedMethod:
      let name = code.members[i.b].text
      let (object, argument) = (base[i.a], base[i.a + 1])
      let result = try method(name, base + i.a)
      base[i.a] = result
      if name == "of" {
        recorder?.note(of: argument, in: object, is: result)
      } else if case .integer(let address)? = number(argument) {
        recorder?.note(name, of: object, address, is: result, at: range)
      }
    default:
      let (builtin, argument) = (Builtin.table[i.b], base[i.a])
      base[i.a] = try call(builtin, base + i.a, count: i.c)
      switch builtin {
      case .mapcount, .refcount, .owners: recorder?.note(.holders(builtin, argument), at: range)
      default: break
      }
    }
  }
}

/// What a read finds.
enum Observed: Equatable {
  /// There is nothing that could be asked, yet or any more.
  case absent
  case value(Value)
  case text(String)

  var integer: Int? {
    if case .value(let value) = self, value.tag == .integer { value.bits } else { nil }
  }

  /// As a change shows it.
  var shown: String {
    switch self {
    case .absent: "nothing"
    case .text(let text): text
    case .value(let value):
      switch value.tag {
      case .integer: String(value.bits)
      case .boolean: value.bits != 0 ? "true" : "false"
      case .float: value.double.description
      case .frame: value.frame.shown
      case .table: "table#\(value.table.shown)"
      default: "nil"
      }
    }
  }

  var isNil: Bool { if case .value(let value) = self { value.tag == .null } else { false } }

  /// Nothing, nil, 0 or false: what a thing has that has just come into being.
  var isNothing: Bool {
    switch self {
    case .absent: true
    case .value(let value):
      value.tag == .null || (value.bits == 0 && (value.tag == .integer || value.tag == .boolean))
    case .text(let text): text == "[]" || text == "none"
    }
  }
}

// Asking without running: nothing is faulted in, counted as a step, or put on the heap.
extension Runner {
  func observe(_ read: Read) -> Observed {
    switch read {
    case .counter(let number):
      return .value(Value(GlobalCounter.table[number].value(in: world.machine)))
    case .member(let object, let number): return observe(code.members[number], of: object)
    case .address(let object, let method, let address, let field):
      guard let process = world.process(object), world.isAlive(process) else { return .absent }
      return observe(method, of: process, at: VirtualAddress(address), field)
    case .holders(let builtin, let value):
      switch builtin {
      case .mapcount: return .value(Value(world.machine.mapcount(value.frame)))
      case .refcount: return .value(Value(world.machine.refcount(value.frame)))
      default: return .text(list(world.machine.owners(value.table)))
      }
    case .variable: return .absent
    }
  }

  /// About how many counters could be asked in the time.
  func cost(of read: Read) -> Int {
    switch read {
    case .counter, .variable: return 1
    case .address(_, let method, _, _): return method == "value" ? 2 : 4
    case .holders(let builtin, _): return builtin == .owners ? world.processes.count : 1
    case .member(let object, let number):
      guard object.tag == .process, let process = world.process(object), world.isAlive(process)
      else { return 2 }
      switch code.members[number].processCounter {
      case .pss?, .uss?: return world.machine.pieceCount + world.processes.count
      case .rss?, .rssAnon?, .rssFile?, .rssShmem?, .swap?, .tablesPSS?, .tablesShared?,
        .tablesExclusive?:
        return 1 + world.machine.pieceCount(of: process)
      case .vsz?: return 1 + world.machine.vmaCount(of: process)
      case nil: return 8
      default: return 1
      }
    }
  }

  private func list(_ processes: [ProcessID]) -> String {
    "[" + processes.map { world.name(of: $0) }.joined(separator: ", ") + "]"
  }

  // MARK: Members

  private func observe(_ member: Member, of object: Value) -> Observed {
    switch object.tag {
    case .process:
      guard let process = world.process(object) else { return .absent }
      if member.text == "alive" { return .value(Value(world.isAlive(process))) }
      guard world.isAlive(process) else { return .absent }
      return observe(member, ofProcess: process)
    case .file:
      guard let file = world.file(object) else { return .absent }
      switch member.text {
      case "size": return .value(Value(world.machine.size(of: file)))
      case "resident": return .value(Value(world.machine.residentBytes(of: file)))
      case "mappings": return .value(Value(world.machine.mappingCount(of: file)))
      case "dirty": return .value(Value(world.machine.dirtyBytes(of: file)))
      default: return .absent
      }
    case .region:
      guard let range = world.range(of: object) else { return .absent }
      switch member.text {
      case "start": return .value(Value(range.start.value))
      case "end": return .value(Value(range.end.value))
      case "len": return .value(Value(range.length))
      default:
        let page = world.geometry.pageSize
        return .value(Value((range.length + page - 1) / page))
      }
    default: return .absent
    }
  }

  private func observe(_ member: Member, ofProcess process: ProcessID) -> Observed {
    if let counter = member.processCounter {
      return .value(Value(counter.value(of: process, in: world.machine)))
    }
    switch member.text {
    case "parent":
      return world.machine.parent(of: process).map { .text(world.name(of: $0)) } ?? .value(.null)
    case "children": return .text(list(world.machine.children(of: process)))
    case "maps":
      return .text(
        "[" + world.machine.vmas(of: process).map(\.mapsLine).joined(separator: ", ") + "]")
    default: return .absent
    }
  }

  // MARK: Addresses

  private func observe(
    _ method: String, of process: ProcessID, at address: VirtualAddress, _ field: String?
  ) -> Observed {
    switch method {
    case "value":
      return .value(world.machine.value(process, at: address).map { Value(Int($0)) } ?? .null)
    case "frame":
      return .value(world.machine.frame(process, at: address).map { Value($0) } ?? .null)
    case "table":
      return .value(world.machine.table(process, at: address).map { Value($0) } ?? .null)
    case "pte":
      return field.flatMap { observe($0, world.machine.pageEntry(process, at: address)) } ?? .absent
    case "pmd":
      return field.flatMap { observe($0, world.machine.tableEntry(process, at: address)) }
        ?? .absent
    default:
      guard let vma = world.machine.vma(of: process, at: address) else { return .value(.null) }
      return field.map { observe($0, vma) } ?? .text(vma.mapsLine)
    }
  }

  private func observe(_ field: String, _ entry: PageEntryRecord) -> Observed? {
    let identity = entry.frame.map { Value($0) } ?? .null
    switch field {
    case "kind": return .text(entry.kind.rawValue)
    case "present": return .value(Value(entry.isPresent))
    case "writable": return .value(Value(entry.isWritable))
    case "dirty": return .value(Value(entry.isDirty))
    case "young": return .value(Value(entry.isYoung))
    case "frame": return .value(entry.swapSlot == nil ? identity : .null)
    case "swap": return .value(entry.swapSlot == nil ? .null : identity)
    case "table": return .value(entry.table.map { Value($0) } ?? .null)
    default: return nil
    }
  }

  private func observe(_ field: String, _ entry: TableEntryRecord) -> Observed? {
    switch field {
    case "present": return .value(Value(entry.isPresent))
    case "writable": return .value(Value(entry.isWritable))
    case "table": return .value(entry.table.map { Value($0) } ?? .null)
    case "owners": return .value(Value(entry.owners))
    default: return nil
    }
  }

  private func observe(_ field: String, _ vma: VMARecord) -> Observed {
    switch field {
    case "start": return .value(Value(vma.range.start.value))
    case "end": return .value(Value(vma.range.end.value))
    case "prot": return .text(vma.protection.word)
    case "shared": return .value(Value(vma.isShared))
    case "file": return vma.file.map { .text(world.machine.name(of: $0)) } ?? .value(.null)
    default: return .value(Value(vma.offset))
    }
  }
}
