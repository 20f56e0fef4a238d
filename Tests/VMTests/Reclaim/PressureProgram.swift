@testable import VM

/// Random calls on a machine with little memory and little swap space.
struct PressureProgram {
  var random: SplitMix64
  private var processes: [ProcessID] = []
  private var files: [FileID] = []
  private var regions: [(process: ProcessID, start: VirtualAddress, pages: Int)] = []

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A call, to be made on several machines.
  enum Step {
    case spawn
    case fork(ProcessID)
    case exit(ProcessID)
    case file(FileKind, pages: Int)
    case map(ProcessID, MapRequest)
    case access(ProcessID, AccessRequest)
    case advise(ProcessID, VirtualAddress, Int, Advice)
    case lock(ProcessID, VirtualAddress, Int, isOn: Bool)
    case unmap(ProcessID, VirtualAddress, Int)
    case remap(ProcessID, VirtualAddress, Int, offset: Int)
    case sync(ProcessID, VirtualAddress, Int)
    case resize(FileID, Int)
    case swapOff
    case swapOn(Int)
    case reclaim(Int)
  }

  mutating func next(_ machine: borrowing Machine) -> Step {
    let page = machine.pageSize
    processes.removeAll { !machine.isAlive($0) }
    regions.removeAll { !machine.isAlive($0.process) }
    guard let process = processes.isEmpty ? nil : random.pick(processes) else { return .spawn }
    guard !regions.isEmpty else { return map(process, page) }
    let region = random.pick(regions)
    let first = random.below(region.pages)
    let count = 1 + random.below(region.pages - first)
    let start = region.start + first * page
    let length = count * page
    switch random.below(40) {
    case 0: return processes.count < 5 ? .spawn : .reclaim(1)
    case 1, 2: return processes.count < 6 ? .fork(process) : .exit(process)
    case 3:
      return files.count < 4
        ? .file(random.once(in: 2) ? .regular : .shm, pages: 1 + random.below(20)) : .reclaim(3)
    case 4...7: return map(process, page)
    case 8: return .advise(region.process, start, length, .free)
    case 9: return .advise(region.process, start, length, .pageout)
    case 10: return .advise(region.process, start, length, .cold)
    case 11: return .advise(region.process, start, length, .willneed)
    case 12: return .advise(region.process, start, length, .dontneed)
    case 13: return .lock(region.process, start, length, isOn: random.once(in: 3))
    case 14: return .unmap(region.process, start, length)
    case 15: return .remap(region.process, start, length, offset: random.below(4) * page)
    case 16: return .sync(region.process, start, length)
    case 17: return files.isEmpty ? .spawn : .resize(random.pick(files), random.below(20) * page)
    case 18: return random.once(in: 4) ? .swapOff : .swapOn(page * (1 + random.below(8)))
    case 19...23: return .reclaim(1 + random.below(random.pick([3, 10, 60])))
    default:
      let kind: AccessKind = random.once(in: 3) ? .read : .write
      let value = kind == .write ? Int64(random.below(1000)) : nil
      return .access(
        region.process,
        AccessRequest(
          kind: kind, range: AddressRange(start, length: length),
          stride: random.once(in: 5) ? 2 * page : nil, value: value))
    }
  }

  private mutating func map(_ process: ProcessID, _ page: Int) -> Step {
    let pages = 1 + random.below(24)
    let file = files.isEmpty || random.once(in: 2) ? nil : random.pick(files)
    return .map(
      process,
      MapRequest(
        backing: file.map { .file($0) } ?? .anonymous,
        isShared: random.once(in: 2), length: pages * page,
        offset: file == nil ? 0 : random.below(3) * page, locked: random.once(in: 12)))
  }

  /// Notes what a step has made, on whichever machine.
  mutating func learn(_ step: Step, _ outcome: Made) {
    switch (step, outcome) {
    case (_, .process(let process)): processes.append(process)
    case (_, .file(let file)): files.append(file)
    case (.map(let process, let request), .address(let start)):
      regions.append((process, start, max(1, request.length / 64)))
    default: break
    }
  }

  enum Made: Equatable {
    case nothing
    case process(ProcessID)
    case file(FileID)
    case address(VirtualAddress)
    case refusal(Refusal)
  }
}

extension Machine {
  /// - Parameter isSlow: a reclaim that is called for is done frame by frame.
  mutating func perform(_ step: PressureProgram.Step, isSlow: Bool) -> PressureProgram.Made {
    do throws(Refusal) {
      switch step {
      case .spawn: return .process(try spawn(name: "p"))
      case .fork(let p): return .process(try fork(p, name: "p"))
      case .exit(let p): exit(p)
      case .file(let kind, let pages):
        return .file(
          try createFile(name: "f", kind: kind, size: pages * pageSize, filled: pages % 3 == 0))
      case .map(let p, let request): return .address(try mmap(p, request))
      case .access(let p, let request): try access(p, request)
      case .advise(let p, let start, let length, let advice):
        try madvise(p, start, length: length, advice)
      case .lock(let p, let start, let length, let isOn):
        if isOn {
          try mlock(p, start, length: length)
        } else {
          try munlock(p, start, length: length)
        }
      case .unmap(let p, let start, let length): try munmap(p, start, length: length)
      case .remap(let p, let start, let length, let offset):
        try remapFilePages(p, start, length: length, offset: offset)
      case .sync(let p, let start, let length): try msync(p, start, length: length)
      case .resize(let file, let size): try truncate(file, to: size)
      case .swapOff: try swapOff()
      case .swapOn(let size): try swapOn(size)
      case .reclaim(let pages):
        if isSlow { _ = reclaimFrameByFrame(pages) } else { reclaim(pages: pages) }
      }
      return .nothing
    } catch {
      return .refusal(error)
    }
  }
}
