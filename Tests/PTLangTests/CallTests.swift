import Testing

@testable import PTLang

/// Section 5 of the language page: system calls and accesses, their clauses and expectations.
@Suite struct Calls {
  @Test(arguments: [
    ("mmap shared sga at 0x1000 as buf", "<mmap sga shared at 4096 as 'buf>"),
    ("mmap private anon 8 pages prot rw", "<mmap (pages 8) private anon prot 'rw>"),
    ("mmap 64M", "<mmap 67108864>"), ("mmap db", "<mmap db>"),
    ("mmap shared db 64M at 3 fails any", "<mmap db 67108864 shared at 3 fails any>"),
    ("mmap db size 4K", "<mmap db size 4096>"), ("mmap anon size n", "<mmap anon size n>"),
    ("mmap db n * 2 private", "<mmap db (* n 2) private>"),
    ("mmap shared (a) prot (b or c)", "<mmap a shared prot (or b c)>"),
    ("mmap f (x)", "<mmap (call f x)>"), ("mmap f [x]", "<mmap ([] f x)>"),
    ("mmap f -x", "<mmap (- f x)>"),
    (
      "mmap shared f 4K offset 8K fixed 16K align 2M populate locked noreserve readonly reopen",
      "<mmap f 4096 shared offset 8192 fixed 16384 align 2097152 populate locked noreserve "
        + "readonly reopen>"
    ),
    (
      "mmap private 4K growsdown prot none as stack",
      "<mmap 4096 private growsdown prot 'none as 'stack>"
    ),
    ("munmap buf", "<munmap buf>"), ("munmap buf at 4K len 8K", "<munmap buf at 4096 len 8192>"),
    ("munmap buf page 3", "<munmap buf page 3>"),
    ("munmap buf pages 1..3", "<munmap buf pages (.. 1 3)>"),
    ("munmap 0x1000..<0x2000", "<munmap (..< 4096 8192)>"),
    ("munmap buf at 1            fails EINVAL", "<munmap buf at 1 fails EINVAL>"),
    ("mprotect buf r", "<mprotect buf prot 'r>"),
    ("mprotect buf len 4 pages none at 0", "<mprotect buf len (pages 4) prot 'none at 0>"),
    ("mprotect buf prot rx", "<mprotect buf prot 'rx>"),
    ("mprotect buf prot (e)", "<mprotect buf prot e>"),
    ("mremap buf size 8K maymove", "<mremap buf size 8192 maymove>"),
    (
      "mremap 0x1000 len 4K size 8K to 0x9000 dontunmap as b fails EFAULT",
      "<mremap 4096 len 4096 size 8192 to 36864 dontunmap as 'b fails EFAULT>"
    ),
    ("madvise buf dontneed", "<madvise buf advice 'dontneed>"),
    ("madvise buf random", "<madvise buf advice 'random>"),
    (
      "madvise 0x1000 len 8 pages populate_read fails ENOMEM",
      "<madvise 4096 len (pages 8) advice 'populate_read fails ENOMEM>"
    ),
    ("mlock buf; munlock buf; msync buf", "<mlock buf> <munlock buf> <msync buf>"),
    ("brk 1M", "<brk 1048576>"), ("truncate db 4K", "<truncate db 4096>"),
    ("remap buf at 4K len 4K offset 8K", "<remap buf at 4096 len 4096 offset 8192>"),
    ("read buf", "<read buf>"), ("read 0x1000", "<read 4096>"),
    ("read p2.buf", "<read (. p2 buf)>"),
    ("read a..<b every 512 pages", "<read (..< a b) every (pages 512)>"),
    ("read buf random 10 seed 3", "<read buf random 10 3>"),
    ("write buf at 8K = 42", "<write buf at 8192 = 42>"),
    ("write buf = 42 at 8K", "<write buf = 42 at 8192>"),
    ("write buf = x + 1 every 4K", "<write buf = (+ x 1) every 4096>"),
    ("write 0x0                  faults SIGSEGV", "<write 0 faults SIGSEGV>"),
    (
      "write buf at 4K faults SIGSEGV at buf.start + 4K",
      "<write buf at 4096 faults SIGSEGV @ (+ (. buf start) 4096)>"
    ),
    ("execute buf faults any", "<execute buf faults any>"),
    (
      "read buf fails any",
      "<read buf fails any>"
    ),
    ("swapoff; swapon 1G", "<swapoff> <swapon 1073741824>"),
    ("swapoff fails ENOMEM", "<swapoff fails ENOMEM>"),
    ("mlock buf faults SIGKILL", "<mlock buf faults SIGKILL>"),
  ])
  func `a call parses`(text: String, expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: Call.Verb.allCases)
  func `every verb refuses the clauses that are not its own, and names its own`(verb: Call.Verb) {
    let form = Vocabulary.form(of: verb)
    let head =
      switch form.operands {
      case .none: ""
      case .pageCount: " 1 pages"
      case .fileAndSize: " f n"
      default: " buf"
      }
    for kind in Clause.Kind.allCases where !form.clauses.contains(kind) && kind != .advice {
      let argument =
        switch kind.shape {
        case .flag, .advice: kind.rawValue
        case .value: "= 1"
        case .name: "\(kind.rawValue) nn"
        case .protection: "prot r"
        case .numberAndSeed: "random 1 seed 1"
        case .expression: "\(kind.rawValue) 1"
        }
      // As an advice, `random` is no clause.
      if verb == .madvise, kind == .random { continue }
      let found = problems("\(verb.rawValue)\(head) \(argument)")
      #expect(
        found.contains {
          $0.hasPrefix("PT0401 1 `\(argument)`: `\(verb.rawValue)` takes no clause `")
        }, "\(verb) \(kind): \(found)")
    }
  }

  @Test(arguments: [
    ("munmap buf at 1 len 2 at 3", "PT0402 1 `at 3`: `at` a second time"),
    ("write buf = 1 = 2", "PT0402 1 `= 2`: `= V` a second time"),
    (
      "mmap shared private 4K",
      "PT0404 1 `private`: `shared` and `private` exclude each other"
    ),
    ("munmap buf page 1 at 3", "PT0404 1 `at 3`: `at` and `page` exclude each other"),
    ("mmap 4K at 0 fixed 0", "PT0404 1 `fixed 0`: `at` and `fixed` exclude each other"),
    ("mmap a b c", "PT0404 1 `c`: `mmap` takes a file and a size here"),
    ("mmap anon a b", "PT0404 1 `b`: `mmap` takes a size and no file here"),
    ("mmap a b size c", "PT0404 1 `b`: `mmap` takes a file and no second size here"),
    ("mmap anon a size c", "PT0404 1 `a`: `mmap` takes neither a file nor a second size here"),
    (
      "mmap",
      "PT0403 1 `mmap`: `mmap` needs a file or a size "
        + "(as in `mmap shared db` or `mmap private 64M`)"
    ),
    (
      "mmap anon",
      "PT0403 1 `mmap`: `mmap` needs a size "
        + "(as in `mmap shared db` or `mmap private 64M`)"
    ),
    (
      "munmap",
      "PT0403 1 ``: expected a region, an address or a range after `munmap`, found the "
        + "end of the text (write `munmap TARGET [at OFF] [len N] | [page I] | [pages A..B]`)"
    ),
    (
      "write at 4K",
      "PT0403 1 `at`: expected a region, an address or a range after `write`, found "
        + "'at' (write `write TARGET [= V] [at OFF] [len N] | [page I] | [pages A..B] [every N] "
        + "[random N seed S]`)"
    ),
    (
      "truncate f",
      "PT0403 1 ``: expected a size after `truncate`, found the end of the text "
        + "(write `truncate FILE SIZE`)"
    ),
    ("reclaim 3", "PT0202 1 ``: expected `pages` after the number, found the end of the text"),
    ("munmap buf at", "PT0201 1 ``: expected a value after `at`, found the end of the text"),
    (
      "read buf random 3",
      "PT0202 1 ``: expected `seed` after the number of pages, found the end "
        + "of the text"
    ),
    (
      "mprotect buf",
      "PT0403 1 `mprotect`: `mprotect` needs a protection (write `mprotect TARGET "
        + "r|w|x|rw|rx|rwx|none [at OFF] [len N] | [page I] | [pages A..B]`)"
    ),
    (
      "madvise buf",
      "PT0403 1 `madvise`: `madvise` needs an advice (write `madvise TARGET ADVICE "
        + "[at OFF] [len N] | [page I] | [pages A..B]`)"
    ),
    (
      "mremap buf",
      "PT0403 1 `mremap`: `mremap` needs `size` (write `mremap TARGET size NEW "
        + "[at OFF] [len OLD] [maymove] [to ADDR] [dontunmap] [as NAME]`)"
    ),
    (
      "madvise buf dontned",
      "PT0412 1 `dontned`: unknown advice or clause 'dontned' (did you mean `dontneed`?)"
    ),
    (
      "mprotect buf rwy",
      "PT0412 1 `rwy`: unknown protection or clause 'rwy' (did you mean `rw`?)"
    ),
    (
      "mmap 4K prot wr",
      "PT0412 1 `wr`: unknown protection 'wr' "
        + "(one of r, w, x, rw, rx, rwx, none; a computed one is `prot (e)`)"
    ),
    (
      "read faults SIGSEGV",
      "PT0403 1 `faults`: expected a region, an address or a range after "
        + "`read`, found 'faults' (write `read TARGET [at OFF] [len N] | [page I] | [pages A..B] "
        + "[every N] [random N seed S]`)"
    ),
    (
      "munmap buf legn 3",
      "PT0202 1 `legn`: expected a clause or the end of the statement, found "
        + "'legn' (did you mean `len`?)"
    ),
    (
      "munmap buf fails EINVLA",
      "PT0412 1 `EINVLA`: unknown error number 'EINVLA' "
        + "(did you mean `EINVAL`?)"
    ),
    (
      "write buf faults SIGSEV",
      "PT0412 1 `SIGSEV`: unknown signal 'SIGSEV' "
        + "(did you mean `SIGSEGV`?)"
    ),
    (
      "munmap buf fails SIGSEGV",
      "PT0413 1 `SIGSEGV`: `fails` takes an error number, and 'SIGSEGV' "
        + "is a signal (write `faults SIGSEGV`)"
    ),
    (
      "read buf faults EINVAL",
      "PT0413 1 `EINVAL`: `faults` takes a signal, and 'EINVAL' is an "
        + "error number (write `fails EINVAL`)"
    ),
    (
      "read buf fails EINVAL",
      "PT0413 1 `fails EINVAL`: an access returns no error number "
        + "(write `faults SIGSEGV` or another signal)"
    ),
    (
      "munmap buf faults SIGSEGV",
      "PT0413 1 `faults SIGSEGV`: a system call is refused with an "
        + "error number, not with SIGSEGV (write `fails EFAULT` or another error number)"
    ),
    (
      "reclaim 3 pages fails any",
      "PT0413 1 `fails any`: `reclaim` is no system call and is never "
        + "refused"
    ),
    ("munmap buf fails EINVAL at 3", "PT0413 1 `at`: `fails` stands last, found 'at'"),
    (
      "munmap buf fails",
      "PT0203 1 ``: expected an error number or `any` after `fails`, found the "
        + "end of the text"
    ),
    ("munmap a..b", "PT0416 1 `a..b`: a range of addresses excludes its end (write `A..<B`)"),
  ])
  func `a call that is none`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: [
    ("munmap 0x1000", true), ("munmap buf.start + 4K", true), ("munmap buf.start", true),
    ("mprotect -1 r", true), ("madvise 4096 dontneed at 4", true), ("mlock 1 << 12", true),
    ("mremap 0x1000 size 4K", true), ("munmap (4 pages)", true),
    ("munmap buf", false), ("munmap p2.buf", false), ("munmap xs[1]", false),
    ("munmap 0x1000 len 4K", false), ("munmap 0x1000..<0x2000", false), ("read 0x1000", false),
    ("munmap f(1)", false), ("write buf.start + 4K", false), ("munmap 0x1000 page 1", false),
  ])
  func `an address without len is an error where it certainly is one`(text: String, isWrong: Bool) {
    #expect(problems(text).map { $0.prefix(6) } == (isWrong ? ["PT0405"] : []))
  }

  @Test(arguments: Vocabulary.advices.map(\.name))
  func `every advice is taken`(advice: String) {
    #expect(tree("madvise buf \(advice) at 4K") == "<madvise buf advice '\(advice) at 4096>")
  }

  @Test(arguments: ["r", "w", "x", "rw", "rx", "rwx", "none"])
  func `every protection is taken, whatever variables there are`(word: String) {
    #expect(tree("let \(word) = 1; mprotect buf \(word)").hasSuffix("prot '\(word)>"))
    #expect(tree("mmap 4K prot \(word)").hasSuffix("prot '\(word)>"))
  }
}
