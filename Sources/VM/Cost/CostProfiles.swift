// The profiles. Every price says where it comes from; what the source does not say is an estimate, or
// has no price. Figures are in the design page kernels.md, 2.1, 2.2, 2.4 and II.9.
extension CostProfile {
  /// Every profile that can be chosen.
  public static let all: [CostProfile] = [
    mccracken2002, fucillo2005, redis, qemu, bareMetal, tatashin2023, epyc7B12, linux618,
  ]

  /// The machine of the table that shared page tables were argued with.
  public static let mccracken2002 = CostProfile(
    name: "mccracken-2002",
    summary: "the fork benchmark of October 2002, 2.5.41 and 2.5.41-mm2",
    source: "D. McCracken on linux-kernel, October 2002 (kernels.md 2.1)",
    prices: [
      .figure(
        .entryCopied, ns: 2539, "slope of 2.5.41's fork, 4M to 40M: (28.4 - 5.0) ms / 9216"),
      .figure(
        .fork, ns: 2_400_000, "intercept of the same line: 5.0 ms - 1024 entries, a few tables"),
      .figure(
        .entryCleared, ns: 1530,
        "2.5.41-mm2's fork+exit at 40M: 45.1 ms less fork, exit and copies, / 10240"),
      .figure(
        .exit, ns: 1_000_000,
        "between what exit adds with sharing (0.7 ms, 4M and 40M) and at 40M without"),
      .figure(.exec, ns: 6_600_000, "what exec adds with sharing, 4M and 40M: 10.7 - 4.1 ms"),
      .figure(
        .tableUnshared, ns: 250_000,
        "fork with sharing, 4M and 40M: 3.4 ms less the intercept, about three tables that every "
          + "process writes to after a fork (20 Dec 2002)"),
      .estimate(.tableShared, ns: 2539, "as an entry copied: a reference and a list node"),
      .estimate(.spawn, ns: 2_400_000, "as a fork of nothing"),
      .estimate(.call, ns: 1000, "a system call that does little"),
      .estimate(.fault, ns: 3000, "below 37 us: 350,000 faults in 13 s (20 Dec 2002)"),
      .estimate(.pageAllocated, ns: 4000, "4 KiB zeroed at 1 GB/s"),
      .estimate(.pageCopied, ns: 4000, "4 KiB read as well"),
      .estimate(.swappedIn, ns: 8_000_000, "an access to a disk"),
      .estimate(.swappedOut, ns: 1_000_000, "an access to a disk for eight pages"),
      .estimate(.interrupt, ns: 5000, "an interrupt to another processor, and its answer"),
    ])

  static let fucillo2005 = CostProfile(
    name: "fucillo-2005",
    summary: "fork on 2.6.12, before and after the lazy copy of 2.6.14",
    source: "R. Fucillo in commit d992895ba2b2, 2005 (kernels.md 2.3, 2.4)",
    prices: [
      .figure(.entryCopied, ns: 898.4, "23 ms for 100 MiB of shared memory: 25,600 entries"),
      .figure(.fork, ns: 1_000_000, "about 1 ms, whatever the size, once nothing is copied"),
    ])

  static let redis = forkOnly(
    "redis", "fork of a Redis server, 10 GB to 100 GB", "Redis' fork.c table (kernels.md 2.4)",
    ns: 168, "0.460 s at 10 GB, 4.340 s at 100 GB")

  static let qemu = forkOnly(
    "qemu", "fork in a QEMU guest", "the letter of COW PTE v5, 2023 (kernels.md 2.4)", ns: 76,
    "512 MiB in about 10 ms")

  static let bareMetal = forkOnly(
    "bare-metal", "fork of a Redis server on hardware of its own",
    "Redis' documentation (kernels.md 2.4)", ns: 50, "6.1 GB in 80 ms")

  static let tatashin2023 = forkOnly(
    "tatashin-2023", "fork today, as P. Tatashin measured it", "P. Tatashin, 2023 (kernels.md 2.4)",
    ns: 16.8, "4.42 ms for a GiB")

  static let epyc7B12 = forkOnly(
    "epyc-7b12", "fork today on an EPYC 7B12", "P. Tatashin, 2023 (kernels.md 2.4)", ns: 15,
    "3.92 ms for a GiB")

  /// Mainline as measured for the conformance suite; not better than a factor of 3.
  public static let linux618 = CostProfile(
    name: "linux-6.18",
    summary: "Linux 6.18 on a busy virtual machine: good to a factor of 3",
    source: "two runs on two processors (kernels.md II.9)",
    prices: [
      .figure(.fork, ns: 60_000, "fork with shared memory: 0.04 to 0.12 ms, whatever the size"),
      .figure(.entryCopied, ns: 110, "fork of 4 GiB of private memory: 115 to 118 ms"),
      .figure(.entryCleared, ns: 140, "exit of its child: 128 to 150 ms more"),
      .figure(.pageFreed, ns: 210, "munmap of private memory: 0.28 to 0.44 us, less the entry"),
      .figure(
        .fault, ns: 950, "a write that finds its page its own: 0.9 to 1.6 us; less for what follows"
      ),
      .figure(.entrySet, ns: 300, "a read of the zero page: 1.0 to 1.5 us, less the fault"),
      .figure(
        .pageAllocated, ns: 1550, "a first write: 2.6 to 3.0 us, less fault and entry"),
      .figure(.pageCopied, ns: 950, "a copy on write: 2.8 to 4.1 us, less fault and allocation"),
      .figure(.entryProtected, ns: 120, "mprotect: 0.09 to 0.15 us a page"),
      .figure(.entryMoved, ns: 11.5, "mremap to another offset: 11 to 12 ns a page"),
      .figure(.tableMoved, ns: 74, "mremap of a GiB of whole tables: 38 us / 512"),
      .figure(.swappedIn, ns: 23_000, "23 us a page (II.7)"),
      .estimate(.exec, ns: 130_000, "posix_spawn less vfork: 0.12 to 0.2 ms less 0.03 ms"),
      .estimate(.exit, ns: 50_000, "of an empty process"),
      .estimate(.spawn, ns: 190_000, "as fork and exec"),
      .estimate(.call, ns: 500, "a system call that does little"),
      .estimate(.tableAllocated, ns: 600, "as a page, without what it is filled with"),
      .estimate(.tableFreed, ns: 200, "as a page"),
      .estimate(.swappedOut, ns: 23_000, "as a page read"),
      .estimate(.interrupt, ns: 2000, "an interrupt to another processor, and its answer"),
    ])

  /// One that knows only what an entry copied at fork takes.
  private static func forkOnly(
    _ name: String, _ summary: String, _ source: String, ns: Double, _ basis: String
  ) -> CostProfile {
    CostProfile(
      name: name, summary: "\(summary); entries copied only", source: source,
      prices: [.figure(.entryCopied, ns: ns, basis)])
  }
}
