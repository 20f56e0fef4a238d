extension Geometry {
  private static let gibibyte = 1 << 30

  /// Every machine that can be chosen, the default (`x86_64`) among them.
  ///
  /// A table of any level occupies one page, also the 32-byte top level of `i386-pae`.
  public static let all: [Geometry] = [
    Geometry(
      name: "i386", summary: "32-bit x86, two levels, 4-byte entries",
      pageShift: 12, entryBytes: 4, levels: [(.pgd, 10), (.pte, 10)],
      userEnd: 3 * gibibyte, mmapBase: 0xb000_0000, heapStart: 0x0800_0000,
      defaultMemory: 4 * gibibyte, defaultLowmem: 896 << 20),
    Geometry(
      name: "i386-pae", summary: "32-bit x86 with PAE, three levels, 8-byte entries",
      pageShift: 12, entryBytes: 8, levels: [(.pgd, 2), (.pmd, 9), (.pte, 9)],
      userEnd: 3 * gibibyte, mmapBase: 0xb000_0000, heapStart: 0x0800_0000,
      defaultMemory: 4 * gibibyte, defaultLowmem: 896 << 20),
    x86_64,
    Geometry(
      name: "x86_64-la57", summary: "64-bit x86, five levels",
      pageShift: 12, entryBytes: 8,
      levels: [(.pgd, 9), (.p4d, 9), (.pud, 9), (.pmd, 9), (.pte, 9)],
      userEnd: (1 << 56) - 4096, mmapBase: 0x7fff_f000_0000, heapStart: 0x1000_0000,
      defaultMemory: 64 * gibibyte),
    Geometry(
      name: "sv39", summary: "RISC-V Sv39, three levels",
      pageShift: 12, entryBytes: 8, levels: [(.pgd, 9), (.pmd, 9), (.pte, 9)],
      userEnd: 1 << 38, mmapBase: 0x3f_f000_0000, heapStart: 0x1000_0000,
      defaultMemory: 64 * gibibyte),
    Geometry(
      name: "arm64-16k", summary: "64-bit Arm, 16 KiB pages, three levels, 47-bit addresses",
      pageShift: 14, entryBytes: 8, levels: [(.pgd, 11), (.pmd, 11), (.pte, 11)],
      userEnd: 1 << 47, mmapBase: 0x7fff_f000_0000, heapStart: 0x1000_0000,
      defaultMemory: 64 * gibibyte),
    Geometry(
      name: "arm64-64k", summary: "64-bit Arm, 64 KiB pages, three levels, 48-bit addresses",
      pageShift: 16, entryBytes: 8, levels: [(.pgd, 6), (.pmd, 13), (.pte, 13)],
      userEnd: 1 << 48, mmapBase: 0xffff_e000_0000, heapStart: 0x1000_0000,
      defaultMemory: 64 * gibibyte),
    Geometry(
      name: "toy", summary: "for teaching: 64-byte pages of 8 values, three levels of 8 entries",
      pageShift: 6, entryBytes: 8, levels: [(.pgd, 3), (.pmd, 3), (.pte, 3)],
      userEnd: 32 << 10, mmapBase: 0x7000, heapStart: 0x1000,
      defaultMemory: 64 * gibibyte),
  ]

  /// The default machine.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  public static let x86_64 = Geometry(
    name: "x86_64", summary: "64-bit x86, four levels",
    pageShift: 12, entryBytes: 8, levels: [(.pgd, 9), (.pud, 9), (.pmd, 9), (.pte, 9)],
    userEnd: (1 << 47) - 4096, mmapBase: 0x7fff_f000_0000, heapStart: 0x1000_0000,
    defaultMemory: 64 * gibibyte)
}
