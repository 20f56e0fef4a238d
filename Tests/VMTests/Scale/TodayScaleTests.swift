import Testing
import VM

/// `linux-6.18` and swap space over terabytes, by closed forms.
@Suite struct TodayScaleTests {
  private let page = 4096
  private let base = Fleet.base

  private func machine(_ kernel: Kernel = .linux618, swap: Int = 0) -> Machine {
    Machine(geometry: .x86_64, kernel: kernel, memory: 1 << 46, swap: swap)
  }

  private func map(
    _ machine: inout Machine, _ process: ProcessID, _ file: FileID? = nil, shared: Bool = false,
    size: Int, at address: Int
  ) throws {
    _ = try machine.mmap(
      process,
      MapRequest(
        backing: file.map { .file($0) } ?? .anonymous, isShared: shared, length: size,
        placement: .at(VirtualAddress(address))))
  }

  private func access(
    _ machine: inout Machine, _ process: ProcessID, _ kind: AccessKind, _ address: Int, _ size: Int,
    value: Int64? = nil
  ) throws {
    let range = AddressRange(VirtualAddress(address), length: size)
    try machine.access(process, AccessRequest(kind: kind, range: range, value: value))
  }

  @Test(arguments: [0, 1, 5, 15])
  func `reading a terabyte in memory takes one fault for sixteen pages`(offset: Int) throws {
    var machine = machine()
    let size = 1 << 40
    let file = try machine.createFile(name: "f", kind: .shm, size: size, filled: true)
    let p = try machine.spawn(name: "p")
    try map(&machine, p, file, shared: true, size: size, at: base + offset * page)
    try access(&machine, p, .read, base + offset * page, size)
    // A window that begins unaligned ends so; the next one makes good for it.
    let windows = size / page / 16 + (offset == 0 ? 0 : 1)
    #expect(machine.faults(of: p).minor == windows)
    #expect(machine.resident(of: p).shmem == size / page)
    #expect(machine.firstViolation() == nil)
  }

  @Test func `a child inherits tables only where something private may be`() throws {
    var machine = machine()
    let size = 1 << 40
    let file = try machine.createFile(name: "f", kind: .shm, size: size, filled: true)
    let p = try machine.spawn(name: "p")
    try map(&machine, p, file, shared: true, size: size, at: base)
    try map(&machine, p, size: size, at: base + size)
    try map(&machine, p, file, size: size, at: base + 2 * size)
    try access(&machine, p, .write, base, size)
    try access(&machine, p, .read, base + size, 2 * size)
    let none = try machine.fork(p, name: "none")
    #expect(machine.pageTables(of: none).total == 1)
    // One private page, and all entries of its mapping are copied.
    try access(&machine, p, .write, base + 2 * size, 1)
    let some = try machine.fork(p, name: "some")
    #expect(machine.pageTables(of: some).pte == size >> 21)
    #expect(machine.resident(of: some).anon == 1)
    #expect(machine.resident(of: some).shmem == size / page - 1)
    #expect(machine.firstViolation() == nil)
  }

  @Test(arguments: [Kernel.linux25, .shpte, .linux618])
  func `a terabyte goes to swap space and comes back to parent and child`(kernel: Kernel) throws {
    let (size, pages) = (1 << 40, 1 << 28)
    var machine = machine(kernel, swap: size)
    let p = try machine.spawn(name: "p")
    try map(&machine, p, size: size, at: base)
    try access(&machine, p, .write, base, size, value: 3)
    try machine.madvise(p, VirtualAddress(base), length: size, .pageout)
    #expect(machine.swapUsed == size && machine.resident(of: p).swapped == pages)
    #expect(machine.resident(of: p).total == 0 && machine.events.swapOut == pages)
    let q = try machine.fork(p, name: "q")
    try access(&machine, q, .write, base, size / 2, value: 4)
    try access(&machine, p, .read, base, size)
    try access(&machine, q, .read, base, size)
    #expect(machine.swapUsed == 0)
    #expect(machine.resident(of: p).anon == pages && machine.resident(of: q).anon == pages)
    #expect(machine.value(p, at: VirtualAddress(base)) == 3)
    #expect(machine.value(q, at: VirtualAddress(base)) == 4)
    #expect(machine.value(q, at: VirtualAddress(base + size - page)) == 3)
    // The written half is the child's own, the other is read once for both.
    #expect(machine.events.swapIn == pages + pages / 2)
    #expect(machine.events.faults.cow == pages / 2)
    #expect(machine.memoryUsed == size + size / 2 + machine.pageTables.total * page)
    #expect(machine.firstViolation() == nil)
  }

  @Test func `ten thousand owners of a table lose what one edit swaps out`() throws {
    let (size, pages) = (64 << 30, 1 << 24)
    var machine = machine(.shpte, swap: size)
    let file = try machine.createFile(name: "sga", kind: .shm, size: size, filled: true)
    var all: [ProcessID] = []
    for _ in 0..<10_000 {
      let p = try machine.spawn(name: "p")
      try map(&machine, p, file, shared: true, size: size, at: base)
      try access(&machine, p, .read, base, size)
      all.append(p)
    }
    try machine.madvise(all[7], VirtualAddress(base), length: size / 2, .pageout)
    #expect(machine.events.swapOut == pages / 2 && machine.events.pteCleared == pages / 2)
    for p in [all[0], all[9_999]] { #expect(machine.resident(of: p).shmem == pages / 2) }
    #expect(machine.residentBytes(of: file) == size / 2)
    try machine.mlock(all[3], VirtualAddress(base + size / 2), length: size / 4)
    try machine.madvise(all[7], VirtualAddress(base), length: size, .pageout)
    #expect(machine.resident(of: all[0]).shmem == pages / 4)
    try machine.swapOff()
    #expect(machine.residentBytes(of: file) == size && machine.swapTotal == 0)
    #expect(machine.resident(of: all[0]).shmem == pages / 4)
  }

  @Test func `a terabyte is moved by its tables`() throws {
    var machine = machine()
    let (size, target) = (1 << 40, base + 3 << 40)
    let p = try machine.spawn(name: "p")
    try map(&machine, p, size: size, at: base)
    try access(&machine, p, .write, base, size, value: 5)
    let before = (machine.events, machine.table(p, at: VirtualAddress(base)))
    _ = try machine.mremap(
      p,
      RemapRequest(
        start: VirtualAddress(base), oldLength: size, newLength: size, mayMove: true,
        destination: VirtualAddress(target), keepsSource: true))
    #expect(machine.table(p, at: VirtualAddress(target)) == before.1)
    #expect(machine.value(p, at: VirtualAddress(target)) == 5)
    #expect(machine.value(p, at: VirtualAddress(base)) == 0)
    // Two tables of 512 GiB more; what they point to has moved.
    #expect(machine.events.tablesAllocated == before.0.tablesAllocated + 2)
    #expect(machine.events.faults == before.0.faults)
    #expect(machine.firstViolation() == nil)
  }

  @Test func `case 24: MADV_DONTNEED of 50 GiB frees 25,600 tables or none`() throws {
    for (kernel, leaves) in [(Kernel.linux618, 0), (.linux25, 25_600)] {
      var machine = machine(kernel)
      let size = 50 << 30
      let p = try machine.spawn(name: "p")
      try map(&machine, p, size: size, at: base)
      try access(&machine, p, .write, base, size)
      try machine.madvise(p, VirtualAddress(base), length: size, .dontneed)
      #expect(machine.pageTables.pte == leaves && machine.pageTables.pmd == 50)
      #expect(machine.resident(of: p).total == 0)
    }
  }

  @Test func `case 14: 500 processes with 8000 MiB of huge pages have 507 PMD tables`() throws {
    var machine = machine()
    let size = 8000 << 20
    let file = try machine.createFile(name: "h", kind: .hugetlb, size: size, filled: false)
    var all: [ProcessID] = []
    for _ in 0..<500 {
      let p = try machine.spawn(name: "p")
      try map(&machine, p, file, shared: true, size: size, at: base)
      try access(&machine, p, .write, base, size)
      all.append(p)
    }
    #expect(machine.pageTables.pmd == 7 + 500)
    #expect(machine.pageTables(of: all[499]).pmd == 8 && machine.pageTables.pte == 0)
    #expect(machine.memoryUsed == size + machine.pageTables.total * page)
    for p in all { machine.exit(p) }
    #expect(machine.pageTables.total == 0 && machine.firstViolation() == nil)
  }
}
