// Proportional sizes: pages and tables divided by how many address spaces reach them.
extension Machine {
  /// Bytes; each page divided by the number of address spaces that reach it, rounded down at the
  /// end. Walks all tables.
  public func proportionalSetSize(of process: ProcessID) -> ByteCount {
    proportion(ofSharerCounts: sharersOfPages(of: process))
  }

  /// Bytes of the pages that no other address space reaches. Walks all tables.
  public func uniqueSetSize(of process: ProcessID) -> ByteCount {
    sharersOfPages(of: process).count { $0 == 1 } << pageShift
  }

  /// Each table page divided by its owners, in bytes, rounded down at the end. Walks its tables.
  public func proportionalTableBytes(of process: ProcessID) -> ByteCount {
    let owners = reachedTables(ofProcess: process).map { Int(tables[$0.entry.table].ownerCount) }
    return proportion(ofSharerCounts: owners + [1])
  }

  /// For each frame that the process reaches: how many address spaces reach it.
  private func sharersOfPages(of process: ProcessID) -> [Int] {
    var reaching: [Int32: Set<Int32>] = [:]
    for reached in reachedTables(ofProcess: process) where reached.level == leafLevel {
      forEachFrame(in: reached.entry.table) { reaching[$0] = [] }
    }
    for table in 0..<tables.end where tables[table].isLive && tables[table].level == leafLevel {
      let spaces = ownerSpaces(of: table)
      forEachFrame(in: table) { reaching[$0]?.formUnion(spaces) }
    }
    return reaching.values.map(\.count)
  }

  func forEachFrame(in table: Int32, _ body: (Int32) -> Void) {
    for index in 0..<geometry.leaf.entryCount {
      let entry = pageEntry(table, index)
      if entry.hasFrame { body(entry.frame) }
    }
  }

  /// The sum of pageSize / n, exact until it is rounded down.
  private func proportion(ofSharerCounts counts: [Int]) -> ByteCount {
    var pages: [Int: Int] = [:]
    for count in counts { pages[count, default: 0] += 1 }
    var whole = 0
    var rest = Fraction(0, 1)
    for (sharers, count) in pages.sorted(by: { $0.key < $1.key }) {
      let (quotient, remainder) = (count << pageShift).quotientAndRemainder(dividingBy: sharers)
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
