import Testing

@testable import VM

@Suite struct CostTests {
  @Test func `every profile says of every price where it comes from, once for each event`() {
    for profile in CostProfile.all {
      #expect(!profile.summary.isEmpty && !profile.source.isEmpty, "\(profile.name)")
      #expect(Set(profile.prices.map(\.event)).count == profile.prices.count, "\(profile.name)")
      for price in profile.prices {
        #expect(price.picoseconds > 0 && !price.basis.isEmpty, "\(profile.name) \(price.event)")
      }
      #expect(CostProfile.named(profile.name) == profile)
    }
    #expect(Set(CostProfile.all.map(\.name)).count == CostProfile.all.count)
  }

  @Test func `the profile is a knob of every kernel`() throws {
    #expect(Kernel.shpte.profile == .mccracken2002 && Kernel.linux618.profile == .linux618)
    for kernel in Kernel.all {
      for profile in CostProfile.all {
        let turned = try kernel.with(knob: "profile", .word(profile.name))
        #expect(turned.profile == profile && turned.sharing == kernel.sharing)
      }
      #expect(throws: KnobError.self) { try kernel.with(knob: "profile", .word("vax")) }
      #expect(throws: KnobError.self) { try kernel.with(knob: "profile", .integer(3)) }
    }
  }

  @Test func `cost and flushes end at the largest number`() {
    var machine = Machine(geometry: .x86_64, kernel: .linux25, memory: 1 << 30)
    #expect(machine.cost == 0)
    machine.totals.events.pteCopied = 1_000_000
    #expect(machine.cost == 2_539_000_000)
    machine.totals.events.pteCopied = .max
    machine.totals.events.pteCleared = .max
    #expect(machine.cost == .max)
    machine.interrupt(1 << 40, 1 << 20)
    #expect(machine.events.tlb.ipis == 1 << 60)
    machine.interrupt(1 << 50, 1 << 20)
    machine.interrupt(1, 1)
    #expect(machine.events.tlb.ipis == .max)
  }

  @Test func `counts of entries and faults end at the largest number`() throws {
    var machine = Machine(geometry: .x86_64, kernel: .linux25, memory: 1 << 30)
    let process = try machine.spawn(name: "p")
    let start = try machine.mmap(
      process, MapRequest(backing: .anonymous, isShared: false, length: 1 << 20))
    machine.totals.events.pteSet = .max - 3
    machine.totals.events.pteCleared = .max - 3
    machine.totals.events.faults.minor = .max - 3
    machine.totals.work.entriesProtected = .max - 3
    let range = AddressRange(start, length: 1 << 20)
    try machine.access(process, AccessRequest(kind: .write, range: range))
    try machine.mprotect(process, start, length: 1 << 20, .read)
    try machine.munmap(process, start, length: 1 << 20)
    #expect(machine.events.pteSet == .max && machine.events.pteCleared == .max)
    #expect(machine.events.faults.served == .max && machine.cost == .max)
    #expect(machine.count(of: .entryProtected) == .max)
  }

  @Test func `a refused call is counted, and has changed nothing`() throws {
    var machine = Machine(geometry: .x86_64, kernel: .linux25, memory: 1 << 30)
    let process = try machine.spawn(name: "p")
    let before = machine.totals
    #expect(throws: Refusal.self) {
      try machine.munmap(process, VirtualAddress(1), length: 4096)
    }
    #expect(machine.totals.work.calls == before.work.calls + 1)
    machine.totals.work.calls -= 1
    #expect(machine.totals == before)
  }
}
