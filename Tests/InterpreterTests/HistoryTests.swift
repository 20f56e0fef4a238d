import Interpreter
import PTLang
import Testing

@Suite("The history of a failed assertion")
struct HistoryTests {
  @Test func `names the statement after which a counter had another value`() {
    #expect(
      changes("spawn p1\nmmap 64K as buf\nwrite buf\nread buf\nassert p1.rss == 1") == [
        "3: p1.rss 0 -> 65536"
      ])
  }

  @Test func `begins with the first statement`() {
    #expect(
      changes("spawn p1\nspawn p2\np1: exit\nassert processes == 4") == [
        "1: processes 0 -> 1 by p1", "2: processes 1 -> 2 by p2", "3: processes 2 -> 1 by p1",
      ])
    // Memory that another machine would have had is no change.
    #expect(
      changes("machine toy with memory = 1M\nspawn p1\nassert memory.total == 4") == [])
  }

  @Test func `counts the same statement in a loop and for the members of a family`() {
    #expect(
      changes("spawn p1\nmmap 64K as buf\nfor i in 0..<5 { write buf page i }\nassert p1.rss == 1")
        == ["3: p1.rss 0 -> 20480 x5"])
    #expect(
      changes(
        """
        kernel linux-2.5
        shm sga 4M
        spawn p[1..600] {
          mmap shared sga at 0x4000_0000 as buf
          read buf
        }
        assert pagetables.leaf == 1
        """) == [
          "5: pagetables.leaf 0 -> 1200 x600 (new table: kernel `linux-2.5` shares none)"
        ])
    #expect(
      changes("spawn p[1..3]\nmmap 64K as buf\nwrite buf\nassert pagetables.leaf == 1")?.last
        == "3: pagetables.leaf 0 -> 3 x3 (new table: the mapping is private)")
  }

  @Test func `sums up what a statement changed when others changed it in between`() {
    #expect(
      changes(
        """
        spawn p1
        mmap 64K as buf
        for i in 1..3 {
          write buf
          madvise buf dontneed len 32K
        }
        assert p1.rss == 1
        """) == ["4: p1.rss +131072 x3", "5: p1.rss -98304 x3"])
  }

  @Test func `says who acted and by which rule`() {
    #expect(
      changes(
        """
        spawn p1
        mmap 8M as buf
        write buf
        fork p2
        p2: write buf page 0
        assert pagetables.shared == 9
        """) == [
          "4: pagetables.shared 0 -> 4 by p1 (shared copy-on-write with the child)",
          "5: pagetables.shared 4 -> 3 by p2"
            + " (write to a shared table: copied the shared table, 512 entries)",
        ])
  }

  @Test func `follows addresses, entries, frames and owners`() {
    #expect(
      changes(
        """
        spawn p1
        mmap 64K as buf
        write buf = 1
        fork p2
        p2: write buf = 9
        assert p2.value(buf.start) == p1.value(buf.start)
        """) == [
          "2: p1.value(buf.start) nil -> 0 by p1", "3: p1.value(buf.start) 0 -> 1 by p1",
          "4: p2.value(buf.start) - -> 1 by p1",
          "5: p2.value(buf.start) 1 -> 9 by p2 (write to a page that others see too: a copy)",
        ])
    #expect(
      changes(
        """
        spawn p1
        mmap 64K as buf
        write buf
        mprotect buf r
        assert p1.vma(buf).prot == "rw"
        """) == ["2: p1.vma(buf).prot nil -> rw", "4: p1.vma(buf).prot rw -> r"])
    #expect(
      changes(
        """
        shm sga 2M
        spawn a; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn b; mmap shared sga at 0x4000_0000 as buf
        read buf
        assert len(owners(a.table(buf))) == 1 and a.alive
        """
      )?.last == "4: owners(a.table(buf)) [a] -> [a, b] by b"
        + " (attached to a table of the same place in the file, owners 2)")
  }

  @Test func `follows what variables were made from`() {
    #expect(
      changes(
        """
        spawn p1
        mmap 64K as buf
        write buf page 0
        let before = p1.rss
        write buf
        assert p1.rss == before
        """) == ["3: p1.rss 0 -> 4096", "4: before - -> 4096", "5: p1.rss 4096 -> 65536"])
    // What happens after a value has been taken changes nothing in it.
    #expect(
      changes(
        "spawn p1\nmmap 64K as buf\nwrite buf page 0\nlet before = p1.rss\nwrite buf\nassert before == 0"
      ) == ["3: p1.rss 0 -> 4096", "4: before - -> 4096"])
    #expect(
      changes(
        """
        spawn p[1..2] { mmap 64K as buf; write buf }
        def total(ps) {
          var sum = 0
          for q in ps { sum += q.rss }
          return sum
        }
        assert total([p[1], p[2]]) == 1
        """) == [
          "1: p[1].rss 0 -> 65536 by p[1]", "1: p[2].rss 0 -> 65536 by p[2]",
          "4: sum 0 -> 131072 x2",
        ])
  }

  @Test func `of a measurement is what its block did`() {
    #expect(
      changes(
        """
        spawn p1
        mmap 64K as buf
        write buf page 0
        let m = measure {
          write buf page 1
          read buf
          write buf page 2
        }
        write buf page 3
        assert m.faults.minor == 1
        """) == [
          "5: m.faults.minor 0 -> 1", "6: m.faults.minor 1 -> 15", "7: m.faults.minor 15 -> 16",
        ])
    #expect(
      changes(
        "spawn p1\nmmap 64K as buf\nwrite buf page 0\nlet m = measure {\nwrite buf\n}\nassert m.of(p1).rss == 1"
      ) == ["5: m.of(p1).rss 0 -> 61440"])
  }

  @Test func `includes the world being put back`() {
    let run = failing(
      "spawn p1\nmmap 64K as buf\nwhatif {\n  write buf\n}\nassert p1.rss == 1")
    #expect(changes(run) == ["4: p1.rss 0 -> 65536", "5: p1.rss 65536 -> 0"])
    #expect(
      changes("spawn p1\nmmap 64K as buf\nsnapshot s\nwrite buf\nrestore s\nassert p1.rss == 1")
        == ["4: p1.rss 0 -> 65536", "5: p1.rss 65536 -> 0"])
  }

  @Test func `under each kernel of a comparison is that kernel's own`() {
    let run = failing(
      """
      shm sga 2M
      compare kernels [linux-2.5, shpte] {
        spawn p[1..2] { mmap shared sga at 0x4000_0000 as buf; read buf }
        assert pagetables.leaf == 9
      } show pagetables
      """)
    #expect(
      run.failures.map { $0.history?.changes.map(\.new) } == [["2"], ["1"]])
  }

  @Test func `of an invariant ends with the statement that broke it`() {
    #expect(
      changes(
        "spawn p1\nmmap 64K as buf\ninvariant p1.rss < 8K\nwrite buf page 0\nwrite buf page 1")
        == ["4: p1.rss 0 -> 4096", "5: p1.rss 4096 -> 8192"])
  }

  @Test func `names the statement of a library's function`() {
    var options = Options()
    options.explainsFailures = true
    let run = Run(
      "use \"lib.pts\"\nspawn p1\nmmap 64K as buf\ntouch(buf)\nassert p1.rss == 1",
      options: options, files: ["lib.pts": "def touch(r) {\n  write r\n}"])
    let change = run.failures.first?.history?.changes.first
    #expect(change?.statement.file == 1)
    #expect(change?.subject == "p1.rss")
  }

  @Test func `is empty where nothing changed what is asked, and nil where nothing is asked`() {
    #expect(changes("spawn p1\nassert p1.rss == 1") == [])
    #expect(failing("assert 1 == 2").failures.first?.history == nil)
    #expect(failing("let n = 3\nassert n == 2").failures.first?.history == nil)
  }

  @Test func `is found for the first few failures, for each its own`() {
    let run = failing(
      "spawn p1\nmmap 64K as buf\nfor i in 0..<8 {\n  write buf page i\n  assert p1.rss == 1\n}")
    #expect(run.failures.count == 8)
    #expect(
      run.failures.map { $0.history?.changes.first?.new } == [
        "4096", "8192", "12288", "16384", "20480", nil, nil, nil,
      ])
  }

  @Test func `is not looked for without being asked, nor in what is expected to fail`() {
    let text = "spawn p1\nmmap 64K as buf\nwrite buf\nassert p1.rss == 1"
    #expect(Run(text).failures.first?.history == nil)
    #expect(failing("xfail \"so\"\n" + text).failures.first?.history == nil)
  }

  @Test func `of a long run is cut short and says so`() {
    let run = failing(
      "spawn p1\nmmap 64K as buf\nfor i in 1..900_000 { write buf page 0 }\nassert p1.rss == 1")
    #expect(run.failures.first?.history?.isComplete == false)
  }

  @Test func `leaves the run as it is`() {
    let text = """
      spawn p1
      mmap 8M as buf
      for i in 0..<40 { write buf page i; if i == 20 { fork q } }
      print p1.rss, pagetables, p1.frame(buf.start + 4K)
      assert p1.rss == 1
      q: write buf
      print q.rss, faults.minor
      let m = measure { for i in 1..3 { let x = measure { break } } }
      assert m.faults == 7 and q.pss == 4
      """
    let explained = failing(text)
    let plain = Run(text)
    #expect(explained.printed == plain.printed)
    #expect(explained.results.map(\.steps) == plain.results.map(\.steps))
    #expect(explained.failures.map(\.values) == plain.failures.map(\.values))
    #expect(
      failing(text).failures.map(\.history) == explained.failures.map(\.history))
  }

  @Test func `stops when the run is interrupted`() {
    var options = Options()
    options.explainsFailures = true
    options.isInterrupted = { true }
    let run = Run("spawn p1\nassert p1.rss == 1", options: options)
    #expect(run.failures.allSatisfy { $0.history == nil })
  }
}

/// A script that has been run with the history of its failures.
func failing(_ text: String) -> Run {
  var options = Options()
  options.explainsFailures = true
  return Run(text, options: options)
}

private func changes(_ text: String) -> [String]? { changes(failing(text)) }

/// The history of the last failure: `LINE: SUBJECT OLD -> NEW xCOUNT by PROCESS (REASONS)`.
private func changes(_ run: Run) -> [String]? {
  guard run.program.isRunnable, let history = run.failures.last?.history else { return nil }
  let actors = Set(history.changes.compactMap(\.process))
  return history.changes.map { change in
    let file = run.program.files[Int(change.statement.file)]
    var text = "\(file.line(at: change.statement.lower)): \(change.subject) "
    text +=
      change.sum.map { ($0 < 0 ? "" : "+") + String($0) } ?? "\(change.old ?? "-") -> \(change.new)"
    if change.count > 1 { text += " x\(change.count)" }
    if actors.count > 1, let process = change.process { text += " by \(process)" }
    return change.reasons.isEmpty ? text : text + " (\(change.reasons.joined(separator: "; ")))"
  }
}
