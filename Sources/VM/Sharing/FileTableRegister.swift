// The register of file tables: by place in the file, oldest first.
extension Machine {
  /// The keys in `oldestFileTables` of so many blocks from one on.
  ///
  /// - Returns: fewer where the keys are not consecutive.
  mutating func keys(of block: FileBlock, count: Int) -> Range<Int> {
    let number = block.page &>> entryBits
    let range = blockRange(block)
    let first: Int
    if let known = blockRanges[range] {
      first = known
    } else {
      first = blockRanges.count << BlockRange.bits
      blockRanges[range] = first
    }
    let key = first | number & (1 << BlockRange.bits - 1)
    return key..<min(key + count, first + 1 << BlockRange.bits)
  }

  /// The same for looking only; nil where no block of that range has ever been registered.
  func knownKeys(of block: FileBlock, count: Int) -> Range<Int>? {
    guard let first = blockRanges[blockRange(block)] else { return nil }
    let key = first | (block.page &>> entryBits) & (1 << BlockRange.bits - 1)
    return key..<min(key + count, first + 1 << BlockRange.bits)
  }

  private func blockRange(_ block: FileBlock) -> BlockRange {
    BlockRange(
      file: block.file, remainder: Int32(block.page & (leafEntryCount - 1)),
      high: block.page >> (entryBits + BlockRange.bits))
  }

  mutating func register(_ tables: Range<TableNumber>, as block: FileBlock) {
    var table = tables.lowerBound
    while table < tables.upperBound {
      let page = block.page + (table - tables.lowerBound) &<< entryBits
      let keys = keys(
        of: FileBlock(file: block.file, page: page), count: tables.upperBound - table)
      let part = table..<table + keys.count
      let bits = entryBits
      changeTables(part) { known, first in
        known.file = block.file
        known.page = page + (first - table) &<< bits
      }
      enlist(part, keys)
      table = part.upperBound
    }
  }

  /// Puts tables into the lists of their blocks, each behind all that are older.
  private mutating func enlist(_ tables: Range<TableNumber>, _ keys: Range<Int>) {
    var done = 0
    while done < tables.count {
      let (table, key) = (tables.lowerBound + done, keys.lowerBound + done)
      var stretch = oldestFileTables.stretch(at: key, end: keys.upperBound)
      var count = stretch.end - key
      guard let oldest = stretch.value?.table, oldest < table else {
        writeYoungerFileTables(table..<table + count, stretch.value)
        writeOldestFileTables(key..<key + count, TableReference(table: table))
        done += count
        continue
      }
      var before = oldest
      while true {
        stretch = youngerFileTables.stretch(at: before, end: before + count)
        count = stretch.end - before
        guard let next = stretch.value?.table, next < table else { break }
        before = next
      }
      writeYoungerFileTables(table..<table + count, stretch.value)
      writeYoungerFileTables(before..<before + count, TableReference(table: table))
      done += count
    }
  }

  /// Takes those of the tables that are file tables out of the lists.
  mutating func unregister(_ tables: Range<TableNumber>) {
    for run in leafTables.runs(in: tables) where run.value.isFileTable {
      delist(run)
      changeTables(run.start..<run.end) { table, _ in
        table.file = -1
        table.page = 0
      }
    }
  }

  private mutating func delist(_ run: Run<LeafTable>) {
    var table = run.start
    while table < run.end {
      let page = run.value(at: table).page
      let keys = keys(of: FileBlock(file: run.value.file, page: page), count: run.end - table)
      let successor = youngerFileTables.stretch(at: table, end: table + keys.count)
      var count = successor.end - table
      var stretch = oldestFileTables.stretch(at: keys.lowerBound, end: keys.lowerBound + count)
      count = stretch.end - keys.lowerBound
      if stretch.value?.table == table {
        writeOldestFileTables(keys.lowerBound..<keys.lowerBound + count, successor.value)
      } else {
        var before = stretch.value?.table ?? table
        while before != table {
          stretch = youngerFileTables.stretch(at: before, end: before + count)
          count = stretch.end - before
          guard let next = stretch.value?.table, next != table else { break }
          before = next
        }
        writeYoungerFileTables(before..<before + count, successor.value)
      }
      writeYoungerFileTables(table..<table + count, nil)
      table += count
    }
  }
}

/// A place in a file where a leaf's span begins: the key by which a shareable table is found.
struct FileBlock: Hashable, BitwiseCopyable {
  var file: Int32
  var page: PageIndex
}

/// Blocks of a file at congruent places; consecutive ones have consecutive keys.
struct BlockRange: Hashable {
  /// The blocks of a range, as a power of two.
  static let bits = 40

  var file: Int32
  /// What is left of the page when it is divided by the entries of a table.
  var remainder: Int32
  /// Of the number of the block, what is above `bits`.
  var high: Int
}
