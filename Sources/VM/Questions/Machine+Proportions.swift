// Proportional sizes: pages and tables divided by how many address spaces reach them.
extension Machine {
  /// Bytes; each page divided by the number of address spaces that reach it, rounded down at the
  /// end.
  ///
  /// - Complexity: O(runs of all address spaces).
  public func proportionalSetSize(of process: ProcessID) -> ByteCount {
    proportion(pagesBySharers: pagesBySharers(of: process))
  }

  /// Bytes of the pages that no other address space reaches.
  ///
  /// - Complexity: O(runs of all address spaces).
  public func uniqueSetSize(of process: ProcessID) -> ByteCount {
    (pagesBySharers(of: process)[1] ?? 0) &<< pageShift
  }

  /// Each table page divided by its owners, in bytes, rounded down at the end.
  ///
  /// - Complexity: O(runs of its tables), with shared tables of huge pages those of all address spaces.
  public func proportionalTableBytes(of process: ProcessID) -> ByteCount {
    var tables: [Int: Int] = [:]
    for piece in pieces(ofProcess: process) {
      leafTables.forEachRun(in: piece.tables) {
        tables[Int($0.value.owners), default: 0] += $0.count
      }
    }
    tables[1, default: 0] += pageTables(of: process).total - pageTables(of: process).pte
    if !sharedPMDTables.isEmpty { countSharedPMDTables(of: process, in: &tables) }
    return proportion(pagesBySharers: tables)
  }

  /// Moves the shared PMD tables of a process from those of one owner to those of as many as there
  /// are address spaces with a link to them; each once, however many links this one has.
  private func countSharedPMDTables(of process: ProcessID, in tables: inout [Int: Int]) {
    let links = sharedPMDLinks(of: processes[Int(process.index)].space)
    if links.isEmpty { return }
    tables[1, default: 0] -= links.reduce(0) { $0 + $1.count }
    var census = Census()
    for space in spaces.indices where spaces[space].isAlive {
      for numbers in sharedPMDLinks(of: Int32(space)).merged() { census.add(numbers) }
    }
    let sharers = census.map()
    defer { sharers.free() }
    for numbers in links.merged() {
      sharers.forEachRun(in: numbers) { tables[$0.value.count, default: 0] += $0.count }
    }
  }

  /// The shared PMD tables that links of an address space lead to.
  private func sharedPMDLinks(of space: Int32) -> [Range<TableNumber>] {
    var found: [Range<TableNumber>] = []
    spaces[Int(space)].uppers[pmdLevel].forEachRun(in: 0..<Int.max) { run in
      sharedPMDTables.forEachRun(in: run.value.table..<run.value.table + run.count) {
        found.append($0.start..<$0.end)
      }
    }
    return found
  }

  /// How many of the frames that the process reaches are reached by how many address spaces.
  private func pagesBySharers(of process: ProcessID) -> [Int: Int] {
    var census = Census()
    for space in spaces.indices where spaces[space].isAlive {
      for frames in framesReached(by: Int32(space)) { census.add(frames) }
    }
    let sharers = census.map()
    defer { sharers.free() }
    var pages: [Int: Int] = [:]
    for frames in framesReached(by: processes[Int(process.index)].space) {
      sharers.forEachRun(in: frames) { pages[$0.value.count, default: 0] += $0.count }
    }
    return pages
  }

  /// The frames that an address space reaches, each once, ascending.
  private func framesReached(by space: Int32) -> [Range<FrameNumber>] {
    var found: [Range<FrameNumber>] = []
    forEachEntryRun(of: space) { run in
      if let frames = run.frames { found.append(frames) }
    }
    return found.merged()
  }

  /// The sum of pageSize / n, exact until it is rounded down.
  private func proportion(pagesBySharers pages: [Int: Int]) -> ByteCount {
    var whole = 0
    var rest = Fraction(0, 1)
    for (sharers, count) in pages.sorted(by: { $0.key < $1.key }) {
      let (quotient, remainder) = (count &<< pageShift).quotientAndRemainder(dividingBy: sharers)
      whole += quotient
      rest.add(remainder, sharers)
    }
    return whole + rest.wholePart
  }
}

/// A sum of fractions, kept exact as long as 128 bits hold it.
private struct Fraction {
  private var numerator: UInt128
  private var denominator: UInt128
  /// The sum once it no longer fits.
  private var inexact: Double?

  init(_ numerator: Int, _ denominator: Int) {
    self.numerator = UInt128(numerator)
    self.denominator = UInt128(denominator)
  }

  var wholePart: Int { inexact.map { Int($0) } ?? Int(numerator / denominator) }

  mutating func add(_ numerator: Int, _ denominator: Int) {
    let step = Double(numerator) / Double(denominator)
    if let sum = inexact {
      inexact = sum + step
      return
    }
    let divisor = Self.greatestCommonDivisor(self.denominator, UInt128(denominator))
    let (common, overflow) = self.denominator.multipliedReportingOverflow(
      by: UInt128(denominator) / divisor)
    guard !overflow, common < UInt128(1) << 96 else {
      inexact = Double(self.numerator) / Double(self.denominator) + step
      return
    }
    self.numerator =
      self.numerator * (common / self.denominator)
      + UInt128(numerator) * (common / UInt128(denominator))
    self.denominator = common
  }

  private static func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
