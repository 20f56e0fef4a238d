extension Kernel {
  /// Every kernel that can be chosen, the default (`shpte`) first.
  public static let all: [Kernel] = [shpte, linux25, linux618]

  /// The kernel of that name.
  public static func named(_ name: String) -> Kernel? { all.first { $0.name == name } }

  /// McCracken's design of 2002–2003 without its defects (design page kernels.md, 1.6).
  public static let shpte = Kernel(
    name: "shpte",
    summary: "shared leaf tables: attached at fault for shared maps, copy-on-write at fork",
    sharing: SharingRules(attach: .file, forkThreshold: 3),
    fork: .classic, faults: .classic, mappings: .classic, tables: .classic,
    knobs: [
      KernelKnob(
        name: "threshold",
        summary: "fork shares the tables of a process with more leaf tables than this",
        domain: .integer(0...Int(Int32.max))),
      KernelKnob(
        name: "match",
        summary: "what must agree for a table to be found: `identical` mappings, or the `file`",
        domain: .words(["identical", "file"])),
      .profile,
    ])

  /// Linux 2.5 as it was: no sharing, fork copies every entry.
  public static let linux25 = Kernel(
    name: "linux-2.5",
    summary: "no sharing: every process has tables of its own, fork copies every entry",
    sharing: SharingRules(attach: .never, forkThreshold: nil),
    fork: .classic, faults: .classic, mappings: .classic, tables: .classic,
    knobs: [.profile])

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
      dontneedFreesLeaves: true, mremapMovesTables: true, sharesHugePageTables: true),
    profile: .linux618,
    knobs: [.profile])

  /// This kernel with a knob turned.
  ///
  /// - Throws: `KnobError` if the kernel has no such knob or the value is not one of its values.
  public func with(knob name: String, _ value: KnobValue) throws(KnobError) -> Kernel {
    guard let knob = knobs.first(where: { $0.name == name }) else {
      throw KnobError(description: "kernel '\(self.name)' has no knob '\(name)'")
    }
    var kernel = self
    switch (knob.domain, value) {
    case (.words(let words), .word(let word)) where knob == .profile && words.contains(word):
      kernel.profile = CostProfile.named(word) ?? kernel.profile
    case (.words(let words), .word(let word)) where words.contains(word):
      kernel.sharing.attach = SharingRules.Attach(rawValue: word) ?? kernel.sharing.attach
    case (.integer(let range), .integer(let number)) where range.contains(number):
      kernel.sharing.forkThreshold = number
    case (.words(let words), _):
      throw KnobError(description: "knob '\(name)' is one of \(words.joined(separator: ", "))")
    case (.integer(let range), _):
      throw KnobError(
        description:
          "knob '\(name)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return kernel
  }
}

extension KernelKnob {
  /// What events cost, of every kernel.
  public static let profile = KernelKnob(
    name: "profile", summary: "the prices that `cost` is computed with",
    domain: .words(CostProfile.all.map(\.name)))
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
    dontneedFreesLeaves: false, mremapMovesTables: false, sharesHugePageTables: false)
}
