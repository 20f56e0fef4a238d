extension Kernel {
  /// Every kernel that can be chosen, the default (`shpte`) first.
  public static let all: [Kernel] = [shpte, linux25, linux24, linux618]

  /// The kernel of that name.
  public static func named(_ name: String) -> Kernel? { all.first { $0.name == name } }

  /// McCracken's design of 2002–2003 without its defects (design page kernels.md, 1.6).
  public static let shpte = Kernel(
    name: "shpte",
    summary: "shared leaf tables: attached at fault for shared maps, copy-on-write at fork",
    sharing: SharingRules(attach: .file, forkThreshold: 3),
    fork: .classic, faults: .classic, mappings: .classic, tables: .classic, reverseMap: .chains,
    knobs: [
      KernelKnob(
        "threshold", "fork shares the tables of a process with more leaf tables than this",
        .integer(0...Int(Int32.max)), \.sharing.forkThreshold.knobValue),
      KernelKnob(
        "match", "what must agree for a table to be found: `identical` mappings, or the `file`",
        .words(["identical", "file"]), \.sharing.attach.knobValue),
    ] + KernelKnob.chains + [KernelKnob.highpte, .profile])

  /// Linux 2.5 as it was: no sharing, fork copies every entry.
  public static let linux25 = Kernel(
    name: "linux-2.5",
    summary: "no sharing: every process has tables of its own, fork copies every entry",
    sharing: SharingRules(attach: .never, forkThreshold: nil),
    fork: .classic, faults: .classic, mappings: .classic, tables: .classic, reverseMap: .chains,
    knobs: KernelKnob.chains + [KernelKnob.highpte, .profile])

  /// Linux 2.4: as 2.5, but no page knows the entries that map it.
  public static let linux24 = Kernel(
    name: "linux-2.4",
    summary: "as linux-2.5, without a reverse map: no page knows which entries map it",
    sharing: SharingRules(attach: .never, forkThreshold: nil),
    fork: .classic, faults: .classic, mappings: .classic, tables: .classic,
    reverseMap: ReverseMapRules(method: .addressByAddress),
    knobs: [KernelKnob.highpte, .profile])

  /// Mainline Linux 6.18 on x86-64, as measured (design page kernels.md, part II).
  public static let linux618 = Kernel(
    name: "linux-6.18",
    summary: "mainline today: lazy fork, fault-around, anon_vmas, shared tables of huge pages",
    sharing: SharingRules(attach: .never, forkThreshold: nil),
    fork: ForkRules(copied: .mappingsWithAnonVMA),
    faults: FaultRules(
      faultAround: 64 << 10, busErrorLeavesLeaf: false, tracksExclusivePages: true,
      tracksFileWrites: true),
    mappings: MappingRules(
      tracksAnonVMAs: true, stackGuardPages: 256, populatesLocked: true, remapsByMapping: true,
      hasGuardRegions: true),
    tables: TableRules(
      dontneedFreesLeaves: true, mremapMovesTables: true, sharesHugePageTables: true,
      leavesInHighMemory: false),
    reverseMap: ReverseMapRules(method: .mappings),
    profile: .linux618,
    knobs: [.profile])
}

extension KernelKnob {
  /// The knobs of kernels whose frames have lists of the entries that map them.
  fileprivate static let chains = [
    KernelKnob(
      "line", "bytes of a node of a page's chain of entries, which is a cache line",
      .numbers([32, 64, 128]), \.reverseMap.lineBytes.knobValue,
      unturned: "32 on 32-bit machines, 64 on others"),
    KernelKnob(
      "pteaddr", "bytes of the address of a page entry in a chain's node",
      .numbers([4, 8]), \.reverseMap.addressBytes.knobValue,
      unturned: "as wide as the machine's page entries"),
  ]

  fileprivate static let profile = KernelKnob(
    "profile", "the prices that `cost` is computed with", .words(CostProfile.all.map(\.name)),
    \.profile.knobValue)

  fileprivate static let highpte = KernelKnob(
    "highpte", "leaf tables lie in high memory, and need no low memory",
    .toggle, \.tables.leavesInHighMemory.knobValue)
}

extension ForkRules {
  /// The rules of the kernels of 2002.
  static let classic = ForkRules(copied: .everyMapping)
}

extension FaultRules {
  static let classic = FaultRules(
    faultAround: 0, busErrorLeavesLeaf: true, tracksExclusivePages: false,
    tracksFileWrites: false)
}

extension MappingRules {
  static let classic = MappingRules(
    tracksAnonVMAs: false, stackGuardPages: 0, populatesLocked: false, remapsByMapping: false,
    hasGuardRegions: false)
}

extension TableRules {
  static let classic = TableRules(
    dontneedFreesLeaves: false, mremapMovesTables: false, sharesHugePageTables: false,
    leavesInHighMemory: false)
}

extension ReverseMapRules {
  static let chains = ReverseMapRules(method: .chains)
}
