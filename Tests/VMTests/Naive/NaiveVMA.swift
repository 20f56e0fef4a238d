import VM

struct NaiveVMA: Equatable {
  enum Flag: String, CaseIterable {
    case locked, dontfork, wipeonfork, growsdown, noreserve, random, sequential, nonlinear
    case nohugepage
  }

  var range: Range<Int>
  var protection: Protection
  var isShared: Bool
  var file: Int?
  /// Bytes into the file; 0 for anonymous memory.
  var offset = 0
  /// Which open file description; 0 is the one that mappings have in common.
  var description = 0
  var isReadOnly = false
  var flags: Set<Flag> = []
  /// Of private anonymous memory: the address that its first page once had, which merges compare.
  var origin = 0
  /// 0: none.
  var anonVMA = 0
  /// The anon_vma comes from a fork.
  var isForkChild = false
  var isAccounted = false
  /// There have been guards in it.
  var mayHaveGuards = false

  var isPrivateAnonymous: Bool { !isShared && file == nil }

  func contains(_ other: Range<Int>) -> Bool {
    range.lowerBound <= other.lowerBound && other.upperBound <= range.upperBound
  }

  /// The part of it inside another range, itself a vma.
  func clipped(to other: Range<Int>) -> NaiveVMA {
    var part = self
    part.range = range.clamped(to: other)
    part.advance(by: part.range.lowerBound - range.lowerBound)
    return part
  }

  /// A vma right behind it that merges with it.
  func grown(over growth: Range<Int>) -> NaiveVMA {
    var more = self
    more.range = growth
    more.advance(by: growth.lowerBound - range.lowerBound)
    return more
  }

  /// Its first page is another one of what is behind it.
  mutating func advance(by bytes: Int) {
    if file != nil { offset += bytes }
    origin += bytes
  }

  func fileOffset(at address: Int) -> Int { offset + address - range.lowerBound }

  func merges(with next: NaiveVMA) -> Bool {
    range.upperBound == next.range.lowerBound && protection == next.protection
      && isShared == next.isShared && flags == next.flags && file == next.file
      && description == next.description
      && (file == nil || fileOffset(at: range.upperBound) == next.offset)
  }
}

extension NaiveMachine {
  func vma(_ space: Int, at address: Int) -> NaiveVMA? {
    spaces[space]!.vmas.first { $0.range.contains(address) }
  }

  func vmas(_ space: Int, over range: Range<Int>) -> [NaiveVMA] {
    spaces[space]!.vmas.filter { $0.range.overlaps(range) }
  }

  func isFree(_ space: Int, _ range: Range<Int>) -> Bool { vmas(space, over: range).isEmpty }

  /// Takes the range out of every vma; looks at no table.
  mutating func cutVMAs(_ space: Int, _ range: Range<Int>) {
    dropSharedHugeTables(space, cutAt: [range.lowerBound, range.upperBound])
    var rest: [NaiveVMA] = []
    for vma in spaces[space]!.vmas {
      guard vma.range.overlaps(range) else {
        rest.append(vma)
        continue
      }
      if vma.range.lowerBound < range.lowerBound {
        rest.append(vma.clipped(to: vma.range.lowerBound..<range.lowerBound))
      }
      if range.upperBound < vma.range.upperBound {
        rest.append(vma.clipped(to: range.upperBound..<vma.range.upperBound))
      }
    }
    spaces[space]!.vmas = rest
  }

  /// Puts a vma where nothing is, and merges it with its neighbours. `source`: the vma that it is a
  /// copy of.
  mutating func addVMA(_ space: Int, _ vma: NaiveVMA, source: NaiveVMA? = nil) {
    if kernel.mappings.tracksAnonVMAs {
      addMergingByAnonVMA(space, vma, source: source ?? vma)
      return
    }
    spaces[space]!.vmas.append(vma)
    sortVMAs(space)
    mergeVMAs(space, touching: vma.range)
    decideFileTables()
  }

  mutating func sortVMAs(_ space: Int) {
    spaces[space]!.vmas.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Changes the part of one vma that lies in `range`.
  mutating func changeVMA(_ space: Int, _ range: Range<Int>, _ change: (inout NaiveVMA) -> Void) {
    var part = vma(space, at: range.lowerBound)!.clipped(to: range)
    change(&part)
    cutVMAs(space, range)
    addVMA(space, part)
  }

  private mutating func mergeVMAs(_ space: Int, touching range: Range<Int>) {
    var merged: [NaiveVMA] = []
    for vma in spaces[space]!.vmas {
      if let last = merged.last, last.merges(with: vma),
        range.lowerBound <= vma.range.lowerBound, vma.range.lowerBound <= range.upperBound
      {
        merged[merged.count - 1].range = last.range.lowerBound..<vma.range.upperBound
      } else {
        merged.append(vma)
      }
    }
    spaces[space]!.vmas = merged
  }

  /// Unnamed files that nobody maps any more are gone.
  mutating func dropUnmappedFiles() {
    for (id, file) in files where !file.isNamed && mappings(ofFile: id) == 0 { files[id] = nil }
  }

  func mappings(ofFile id: Int) -> Int {
    spaces.values.reduce(0) { $0 + $1.vmas.filter { $0.file == id }.count }
  }

  func pageCount(ofFile id: Int) -> Int { roundUp(files[id]!.size) / page }
}
