@testable import VM

/// An entry of a PMD table that maps a huge page by itself.
struct NaiveHugeEntry {
  var frame: Int
  /// A private copy, not the file's page.
  var isAnonymous = false
  var isWritable = false
  var isDirty = false
  var isYoung = true
}

/// Files of huge pages (hugetlb): their mappings, and the rules for them.
extension NaiveMachine {
  /// The level of the tables whose entries map huge pages.
  var hugeLevel: Int { geometry.levels.firstIndex { $0.name == .pmd }! }
  var hugePage: Int { geometry.levels[hugeLevel].entrySpan }
  /// What one such table spans: the unit of sharing.
  var hugeSpan: Int { geometry.levels[hugeLevel].tableSpan }

  var supportsHugePages: Bool {
    kernel.tables.sharesHugePageTables
      && geometry.levels.contains { $0.name == .pud }
      && geometry.levels.contains { $0.name == .pmd && $0.entrySpan == 2 << 20 }
  }

  func isHuge(_ vma: NaiveVMA) -> Bool {
    vma.file.map { files[$0]!.kind == .hugetlb } ?? false
  }

  func hasHuge(_ space: Int, _ range: Range<Int>) -> Bool {
    vmas(space, over: range).contains { isHuge($0) }
  }

  mutating func newHugeFrame(_ words: [Int: Int64] = [:]) -> Int {
    let frame = newFrame(words)
    frames[frame]!.pages = hugePage / page
    taken += hugePage / page - 1
    return frame
  }

  // MARK: Calls

  /// What addresses, lengths and offsets of the mapping are multiples of.
  func unit(of request: MapRequest) -> Int {
    guard case .file(let file) = request.backing, files[Int(file.index)]!.kind == .hugetlb else {
      return page
    }
    return hugePage
  }

  /// Whether the place lies inside a huge page.
  func cutsHugePage(_ space: Int, _ place: Int) -> Bool {
    vma(space, at: place).map { isHuge($0) && place % hugePage != 0 } ?? false
  }

  /// A writable mapping makes the file as long as it needs.
  mutating func extendHugeFile(_ request: MapRequest) {
    guard unit(of: request) != page, case .file(let file) = request.backing,
      request.protection.contains(.write)
    else { return }
    let length = (request.length + hugePage - 1) / hugePage * hugePage
    let id = Int(file.index)
    files[id]!.size = max(files[id]!.size, request.offset + length)
  }

  /// Whether a call on a part of the vma cuts no huge page in two.
  func isCutWell(_ vma: NaiveVMA, _ part: Range<Int>) -> Bool {
    !isHuge(vma) || (part.lowerBound % hugePage == 0 && part.upperBound % hugePage == 0)
  }

  func isCutWell(_ space: Int, _ range: Range<Int>) -> Bool {
    vmas(space, over: range).allSatisfy { isCutWell($0, $0.range.clamped(to: range)) }
  }

  // MARK: Tables

  func hugeBase(_ address: Int) -> Int { address - address % hugeSpan }

  private func hugeTable(_ space: Int, _ base: Int) -> Int? {
    spaces[space]!.uppers[hugeLevel]?[base]
  }

  func hugeEntry(_ space: Int, at address: Int) -> NaiveHugeEntry? {
    guard supportsHugePages, let table = hugeTable(space, hugeBase(address)) else { return nil }
    return hugeEntries[table]?[address % hugeSpan / hugePage]
  }

  /// The shared mapping that covers all that a table spans, if there is one.
  private func coveringVMA(_ space: Int, _ base: Int) -> NaiveVMA? {
    guard let vma = vma(space, at: base), isHuge(vma), vma.isShared,
      vma.contains(base..<(base + hugeSpan))
    else { return nil }
    return vma
  }

  /// The oldest table that a fault without one may share.
  private func shareableTable(_ space: Int, _ base: Int) -> Int? {
    guard let mine = coveringVMA(space, base) else { return nil }
    var found: [Int] = []
    for (other, owner) in spaces {
      for (otherBase, table) in owner.uppers[hugeLevel] ?? [:] {
        guard let theirs = coveringVMA(other, otherBase), theirs.file == mine.file,
          theirs.fileOffset(at: otherBase) == mine.fileOffset(at: base),
          theirs.protection == mine.protection,
          theirs.flags.subtracting([.locked]) == mine.flags.subtracting([.locked])
        else { continue }
        found.append(table)
      }
    }
    return found.min()
  }

  private func isShared(_ space: Int, _ base: Int) -> Bool {
    hugeTable(space, base).map { placesOfUpper($0, hugeLevel).count > 1 } ?? false
  }

  /// Parts with a table that others have too.
  private mutating func dropIfShared(_ space: Int, _ base: Int) -> Bool {
    guard isShared(space, base) else { return false }
    releaseUpper(space, hugeLevel, base)
    return true
  }

  /// Before a mapping is cut in two inside the span of a shared table.
  mutating func dropSharedHugeTables(_ space: Int, cutAt places: [Int]) {
    guard supportsHugePages else { return }
    for place in places where place % hugeSpan != 0 && isInside(space, place) {
      if dropIfShared(space, hugeBase(place)) { flush([space]) }
    }
  }

  private func isInside(_ space: Int, _ place: Int) -> Bool {
    vma(space, at: place).map { isHuge($0) && $0.range.lowerBound < place } ?? false
  }

  /// First addresses of the tables over the range, ascending.
  private func hugeBases(_ space: Int, over range: Range<Int>) -> [Int] {
    (spaces[space]!.uppers[hugeLevel] ?? [:]).keys
      .filter { ($0..<($0 + hugeSpan)).overlaps(range) }.sorted()
  }

  /// Every mapping of huge pages in the range, with its tables there: those that others have too
  /// are let go, of the rest each entry is seen. Returns whether there was anything.
  private mutating func eachHugeEntry(
    _ space: Int, _ range: Range<Int>, _ body: (inout NaiveMachine, _ table: Int, Int) -> Void
  ) -> Bool {
    guard supportsHugePages else { return false }
    var wasPresent = false
    for vma in vmas(space, over: range) where isHuge(vma) {
      let part = vma.range.clamped(to: range)
      for base in hugeBases(space, over: part) {
        if dropIfShared(space, base) {
          wasPresent = true
          continue
        }
        let table = hugeTable(space, base)!
        for index in (hugeEntries[table] ?? [:]).keys
        where part.contains(base + index * hugePage) {
          wasPresent = true
          body(&self, table, index)
        }
      }
    }
    return wasPresent
  }

  /// Returns whether something is gone that a processor may still hold.
  mutating func zapHugePages(_ space: Int, _ range: Range<Int>) -> Bool {
    eachHugeEntry(space, range) { $0.hugeEntries[$1]![$2] = nil }
  }

  /// Pages of a part of the vma; huge ones count one each.
  func pages(of vma: NaiveVMA, in part: Range<Int>) -> Int {
    isHuge(vma) ? (part.count + hugePage - 1) / hugePage : part.count / page
  }

  /// The address spaces that have tables of huge pages of the part.
  func hugeOwners(_ space: Int, _ vma: NaiveVMA, _ part: Range<Int>) -> [Int] {
    guard isHuge(vma) else { return [] }
    return hugeBases(space, over: part).flatMap { base in
      placesOfUpper(hugeTable(space, base)!, hugeLevel).map(\.space)
    }
  }

  /// What DONTNEED does: a huge page that it covers in part stays.
  mutating func zapWholeHugePages(_ space: Int, _ range: Range<Int>) -> Bool {
    guard supportsHugePages else { return false }
    var wasPresent = false
    for vma in vmas(space, over: range) where isHuge(vma) {
      let part = vma.range.clamped(to: range)
      let end = part.upperBound / hugePage * hugePage
      if part.lowerBound < end, zapHugePages(space, part.lowerBound..<end) { wasPresent = true }
    }
    return wasPresent
  }

  mutating func protectHugePages(
    _ space: Int, _ vma: NaiveVMA, _ part: Range<Int>, _ protection: Protection
  ) {
    guard isHuge(vma) else { return }
    let writes = protection.contains(.write)
    let had = vma.protection.contains(.write)
    _ = eachHugeEntry(space, part) { machine, table, index in
      if had && !writes { machine.hugeEntries[table]![index]!.isWritable = false }
      if !had && writes && vma.isShared && !vma.isReadOnly {
        machine.hugeEntries[table]![index]!.isWritable = true
      }
    }
  }

  /// What a child gets of a table; private pages lose their write bit on both sides.
  mutating func copyHugeEntries(
    of table: Int, at base: Int, inside vmas: [NaiveVMA]
  ) -> [Int: NaiveHugeEntry]? {
    guard let entries = hugeEntries[table] else { return nil }
    var copies: [Int: NaiveHugeEntry] = [:]
    for (index, entry) in entries {
      let address = base + index * hugePage
      guard let vma = vmas.first(where: { $0.range.contains(address) }) else { continue }
      copies[index] = entry
      copies[index]!.isYoung = false
      if !vma.isShared {
        copies[index]!.isWritable = false
        hugeEntries[table]![index]!.isWritable = false
      }
    }
    return copies
  }

  // MARK: Faults

  mutating func hugeFault(
    _ space: Int, _ vma: NaiveVMA, _ address: Int, _ kind: AccessKind
  ) throws(Refusal) {
    let base = hugeBase(address)
    var happened = makeHugeTable(space, address)
    let table = hugeTable(space, base)!
    let index = address % hugeSpan / hugePage
    var entry: NaiveHugeEntry
    if let there = hugeEntries[table]?[index] {
      entry = there
      if kind == .write && !there.isWritable {
        entry = hugeEntryAfterWrite(there, vma, space)
        flush(placesOfUpper(table, hugeLevel).map(\.space), pages: 1)
        happened = true
      }
    } else {
      entry = try newHugeEntry(space, vma, address, kind)
      happened = true
    }
    if kind == .write && vma.isShared { frames[entry.frame]!.isDirty = true }
    entry.isYoung = true
    if kind == .write { entry.isDirty = true }
    hugeEntries[table, default: [:]][index] = entry
    if happened { countFault(space, isMajor: false) }
  }

  /// Makes or attaches the table; returns whether there was none.
  private mutating func makeHugeTable(_ space: Int, _ address: Int) -> Bool {
    let base = hugeBase(address)
    makeUppers(space, over: address, above: hugeLevel)
    if hugeTable(space, base) != nil { return false }
    if let table = shareableTable(space, base) {
      spaces[space]!.uppers[hugeLevel, default: [:]][base] = table
      events.tablesShared += 1
    } else {
      makeUppers(space, over: address, above: hugeLevel + 1)
    }
    return true
  }

  private mutating func newHugeEntry(
    _ space: Int, _ vma: NaiveVMA, _ address: Int, _ kind: AccessKind
  ) throws(Refusal) -> NaiveHugeEntry {
    let file = vma.file!
    let writes = kind == .write
    let number = vma.fileOffset(at: address) / hugePage
    if number * hugePage >= files[file]!.size {
      throw .signal(.SIGBUS, at: VirtualAddress(address))
    }
    if writes && !vma.isShared { prepareAnonVMA(space, at: address) }
    if let cached = files[file]!.cache[number] {
      if vma.isShared {
        return NaiveHugeEntry(frame: cached, isWritable: vma.protection.contains(.write))
      }
      return writes ? ownHugePage(copying: cached, space) : NaiveHugeEntry(frame: cached)
    }
    let frame = newHugeFrame()
    if !vma.isShared {
      prepareAnonVMA(space, at: address)
      return NaiveHugeEntry(frame: frame, isAnonymous: true, isWritable: writes)
    }
    files[file]!.cache[number] = frame
    return NaiveHugeEntry(frame: frame, isWritable: vma.protection.contains(.write))
  }

  private mutating func ownHugePage(copying frame: Int, _ space: Int) -> NaiveHugeEntry {
    countCopy(space)
    let words = frames[frame]!.words
    return NaiveHugeEntry(frame: newHugeFrame(words), isAnonymous: true, isWritable: true)
  }

  private mutating func hugeEntryAfterWrite(
    _ old: NaiveHugeEntry, _ vma: NaiveVMA, _ space: Int
  ) -> NaiveHugeEntry {
    var entry = old
    entry.isWritable = true
    if vma.isShared { return entry }
    prepareAnonVMA(space, at: vma.range.lowerBound)
    if old.isAnonymous && mappings(ofHugeFrame: old.frame) == 1 { return entry }
    return ownHugePage(copying: old.frame, space)
  }

  // MARK: Questions

  /// What `pageEntry` says of an address; the pages of a huge page have identities below zero.
  func hugeRecord(_ space: Int, _ address: Int) -> PageEntryRecord? {
    guard let entry = hugeEntry(space, at: address) else { return nil }
    let number = entry.frame * (hugePage / page) + address % hugePage / page
    return PageEntryRecord(
      kind: entry.isAnonymous ? .anon : .file, isPresent: true, isWritable: entry.isWritable,
      isDirty: entry.isDirty, isYoung: entry.isYoung, frame: FrameID(rawValue: Int64(-1 - number)),
      swapSlot: nil, table: nil)
  }

  /// The huge frame that a page's identity belongs to.
  func hugeFrame(of identity: FrameID) -> Int? {
    identity.rawValue < 0 ? Int(-1 - identity.rawValue) / (hugePage / page) : nil
  }

  func mappings(ofHugeFrame frame: Int) -> Int {
    hugeEntries.values.reduce(0) { $0 + $1.values.filter { $0.frame == frame }.count }
  }
}
