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
  /// - Complexity: O(runs of its tables).
  public func proportionalTableBytes(of process: ProcessID) -> ByteCount {
    var tables: [Int: Int] = [:]
    for piece in pieces(ofProcess: process) {
      leafTables.forEachRun(in: piece.tables) {
        tables[Int($0.value.owners), default: 0] += $0.count
      }
    }
    tables[1, default: 0] += pageTables(of: process).total - pageTables(of: process).pte
    if !sharedPMDTables.isEmpty {
      for run in space(of: process).uppers[pmdLevel].runs(in: 0..<Int.max) {
        sharedPMDTables.forEachRun(in: run.value.table..<run.value.table + run.count) { shared in
          tables[1, default: 0] -= shared.count
          tables[shared.value.count, default: 0] += shared.count
        }
      }
    }
    return proportion(pagesBySharers: tables)
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
