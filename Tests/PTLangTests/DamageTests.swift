import RandomPrograms
import Testing

@testable import PTLang

/// Sound text, damaged at random: the parser keeps its promises.
@Suite struct Damage {
  #if DEBUG
    private static let rounds = 400
    private static let cutEvery = 7
  #else
    private static let rounds = 30_000
    private static let cutEvery = 1
  #endif

  /// A text with every statement, clause and operator of the language.
  static let sample = """
    #!/usr/bin/env ptsh
    machine i386-pae with memory = 4G, swap = 1.5G
    kernel shpte with match = identical, threshold = 0
    use "lib.pts"
    let size = 0x4000_0000; var xs = [1, 2.5e3, nil, true, "a {size + 1} \\{b\\u{41}"]
    def f(a, b = 4K) { if a > b { return a } else if a in 1..10 { return } else { return -b } }
    shm sga 16M filled; file db 8 pages hugetlb
    if size == 3 { kernel linux-2.5 }
    else { kernel "linux-{size}" }
    spawn p[1..600] {
      mmap shared sga 64M at 0x4000_0000 prot rw populate as buf   # the buffer
      read buf every 512 pages; write buf = 42 at 8K
      execute buf page 3 faults SIGSEGV at buf.start + 3 pages
    }
    for x in xs { while not x { break; continue }; repeat 3 { xs[0] += 1 << 2 | ~3 } }
    fork kids[1..10] { exec; exit }
    p[1..5]: munmap buf pages 1..3 fails EINVAL
    mprotect 0x1000..<0x2000 + 4 pages rx; mremap buf size (8) pages maymove to 1T dontunmap as c
    madvise buf len 4K dontneed; mlock buf; munlock buf; msync buf; brk 1M; truncate db 0
    remap buf offset 4K; reclaim n pages; swapon 1G; swapoff fails any
    write buf random 10 seed 3 = x; mmap private anon 4K prot (e) growsdown noreserve
    thread t; use p[3]; snapshot s; restore s; exec
    let m = measure { read buf }
    assert m.of(p[1]).faults.minor == 1 <= 2, "why {m}"
    require all([f(1, 2), \\
      p1.value(buf.start) // 2 % 3 * 4 ^ 5 & 6 >> 1]) and a or not b; invariant cost < 3
    whatif { print size(65536), hex(3); show pte p1 0x1000; show stats; show p1.rss }
    compare kernels [linux-2.5, shpte] { fork c } show pagetables.bytes, pte.copied
    test "fork" for k in ["linux-2.5"], n in [1, 10] { kernel k; skip if n > 3, "no"; xfail "r" }
    test "b" { tag "slow", "x"
      skip; xfail }

    """

  @Test func `the sample is sound`() {
    let found = problems(Damage.sample)
    // `compare` and the last tests come after processes: that is all.
    #expect(found.map { $0.prefix(6) } == ["PT0407", "PT0407"])
  }

  @Test func `bytes replaced, removed, inserted, moved`() {
    let sound = Array(Damage.sample.utf8)
    for seed in 0..<UInt64(Damage.rounds / 2) {
      var random = SplitMix(seed: seed)
      var bytes = sound
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[at] = .random(in: 0...255, using: &random)
        case 1:
          bytes.removeSubrange(at..<min(bytes.count, at + .random(in: 1...40, using: &random)))
        case 2: bytes.insert(.random(in: 0...255, using: &random), at: at)
        case 3: bytes.insert(contentsOf: sound[..<min(60, at)].suffix(30), at: at)
        default: bytes[at] = Array("\"{}()[]\n;:\\#.=<".utf8).randomElement(using: &random) ?? 0
        }
      }
      check(bytes, "seed \(seed)")
    }
  }

  @Test func `tokens removed, doubled, exchanged, cut off`() {
    let sound = Damage.tokens(of: Array(Damage.sample.utf8))
    for seed in 0..<UInt64(Damage.rounds / 2) {
      var random = SplitMix(seed: ~seed)
      var tokens = sound
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<tokens.count, using: &random)
        let other = Int.random(in: 0..<tokens.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: tokens.remove(at: at)
        case 1: tokens.insert(tokens[other], at: at)
        case 2: tokens.swapAt(at, other)
        case 3: tokens[at] = tokens[other]
        default:
          if at > 10 { tokens.removeSubrange((at - 1)...) }
        }
      }
      check(Array(tokens.joined()), "seed \(seed)")
    }
  }

  @Test func `cut off anywhere, the parser never complains about what it has accepted`() {
    let bytes = Array(Damage.sample.utf8)
    for end in stride(from: 0, to: bytes.count, by: Damage.cutEvery) {
      check(Array(bytes[..<end]), "cut at \(end)")
    }
  }

  /// The tokens, each with the blanks before it.
  private static func tokens(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let lexer = Lexer(bytes: bytes)
    var tokens: [ArraySlice<UInt8>] = []
    var at = 0
    while at < bytes.count {
      let token = lexer.token(from: at)
      tokens.append(bytes[at..<token.upper])
      at = token.upper
    }
    return tokens
  }

  /// Parses and checks what holds for every text.
  private func check(_ bytes: [UInt8], _ what: String) {
    for mode in [Parser.Mode.file, .shell] {
      let result = Parser.parse(SourceFile(name: "t", bytes: bytes), fileIndex: 7, mode: mode)
      var walk = TreeWalk(limit: Int32(bytes.count))
      walk.visit(result.tree.root)
      #expect(walk.violations == [], "\(what)")
      #expect(result.diagnostics.count <= 51, "\(what)")
      if walk.hasMissing { #expect(!result.diagnostics.isEmpty, "\(what): silently incomplete") }
      for diagnostic in result.diagnostics {
        for place in [diagnostic.range] + diagnostic.notes.compactMap(\.range) {
          #expect(
            place.file == 7 && 0 <= place.lower && place.lower <= place.upper
              && place.upper <= bytes.count, "\(what): \(diagnostic)")
        }
        #expect(DiagnosticCode(rawValue: diagnostic.code) != nil, "\(what)")
        #expect(diagnostic.message.first?.isUppercase == false, "\(what): \(diagnostic.message)")
      }
      let starts = result.diagnostics.dropLast().map(\.range.lower)
      #expect(starts == starts.sorted(), "\(what)")
      let comments = result.tree.comments.map(\.range.lower)
      #expect(zip(comments, comments.dropFirst()).allSatisfy(<), "\(what): comments twice")
    }
  }
}
