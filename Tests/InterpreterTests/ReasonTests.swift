import Interpreter
import Testing

@Suite("Why tables are not shared")
struct ReasonTests {
  private static let same = """
    shm sga 16M
    spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
    spawn p2; mmap shared sga at 0x4000_0000 as buf; read buf

    """

  @Test func `a kernel that shares nothing is named once for all`() {
    #expect(
      reasons(
        """
        kernel linux-2.5
        shm sga 16M
        spawn p[1..600] { mmap shared sga at 0x4000_0000 as buf; read buf }
        assert pagetables.leaf == 8
        """) == [
          "600 processes map `sga`; none shares its tables: kernel `linux-2.5` has no page-table sharing"
        ])
    #expect(
      reasons("kernel linux-6.18\n" + Self.same + "assert p2.pagetables.shared == 8") == [
        "p2 shares no table of `sga`: kernel `linux-6.18` shares tables of huge pages only"
      ])
  }

  @Test func `what a kernel never does is told once for all mappings`() {
    #expect(
      reasons(
        "kernel linux-2.5\n" + Self.same
          + "mmap 2M as heap; write heap\nmmap 2M; write 0x4000_0000\nassert pagetables.leaf == 1"
      ) == ["kernel `linux-2.5` has no page-table sharing"])
  }

  @Test func `a mapping that begins or ends inside a table`() {
    #expect(
      reasons(
        """
        shm sga 16M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga at 0x4000_0000 size 1M as buf; read buf
        assert p2.pagetables.shared == 1
        """) == [
          "p2 shares no table of `sga`: the mapping ends inside a leaf table (0x40100000 is no multiple of 2 MiB)"
        ])
    #expect(
      reasons(
        """
        shm sga 16M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga at 0x4000_1000 size 2M offset 4K as buf; read buf
        assert p2.pagetables.shared == 1
        """) == [
          "p2 shares no table of `sga`: the mapping begins inside a leaf table (0x40001000 is no multiple of 2 MiB)"
        ])
  }

  @Test func `a place in the file that is not congruent to the address`() {
    #expect(
      reasons(
        """
        shm sga 16M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga at 0x5000_0000 size 8M offset 4K as buf; read buf
        assert p2.pagetables.shared == 4
        """) == [
          "p2 shares no table of `sga`: offset and address are not congruent in the same way as for the others (modulo 2 MiB)"
        ])
  }

  @Test func `mappings that are not identical where the kernel asks for that`() {
    #expect(
      reasons(
        """
        kernel shpte with match = identical
        shm sga 16M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga at 0x5000_0000 as buf; read buf
        assert p2.table(buf) == p1.table(0x4000_0000)
        """) == [
          "p2 shares no table of `sga`: with `match = identical` only mappings of the same addresses and offset share"
        ])
  }

  @Test func `private memory, with the threshold of fork`() {
    #expect(
      reasons("spawn p1; mmap 2M as heap; write heap; fork p2\nassert p2.pagetables.shared == 1")
        == [
          "p2 shares no table of `heap`: private memory shares tables only from a fork on, of a parent with more than 3 leaf tables, and until a write"
        ])
    #expect(
      reasons(
        "kernel shpte with threshold = 1\nspawn p1; mmap 2M as heap; write heap; fork p2\nassert p2.pagetables.shared == 1"
      )?.first?.contains("more than 1 leaf table,") == true)
  }

  @Test func `nobody else has the file`() {
    #expect(
      reasons(
        """
        shm sga 4M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2
        assert p1.pagetables.shared == 2
        """) == ["p1 shares no table of `sga`: nobody else has a table of that part of the file"])
  }

  @Test func `a table that was there before it could be shared`() {
    #expect(
      reasons(
        """
        shm sga 2M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga size 1M at 0x4000_0000 as a; read a
        mmap shared sga size 1M offset 1M at 0x4010_0000 as b; read b
        assert p2.pagetables.shared == 1
        """) == [
          "p2 shares no table of `sga`: it had its own table already; another's is looked for only where none is"
        ])
  }

  @Test func `a nonlinear mapping, and one that has the table already`() {
    #expect(
      reasons(
        """
        shm sga 2M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga at 0x4000_0000 as buf; remap buf len 4K offset 8K; read buf
        assert p2.pagetables.shared == 1
        """) == ["p2 shares no table of `sga`: the mapping is nonlinear (remap_file_pages)"])
    #expect(
      reasons(
        """
        shm sga 2M
        spawn p1; mmap shared sga at 0x4000_0000 as buf; read buf
        spawn p2; mmap shared sga at 0x4000_0000 as buf; read buf
        mmap shared sga at 0x5000_0000 as again; read again
        assert p2.table(again) == p1.table(0x4000_0000)
        """)?.first
        == "p2 shares no table of `sga`: it has the table of the others already, at another address"
    )
  }

  @Test func `shared ones are said to be shared`() {
    #expect(
      reasons(Self.same + "assert pagetables.leaf == 16") == [
        "8 leaf tables are shared, which saves 8"
      ])
    #expect(
      reasons(Self.same + "assert p2.pagetables.shared == 16") == [
        "p2 shares 8 of its 8 leaf tables"
      ])
  }

  @Test func `only of the mappings that the assertion asks about`() {
    #expect(
      reasons(
        Self.same
          + "mmap 2M as heap; write heap\nassert p2.table(buf) == p1.table(0x5000_0000)")
        == [
          "p2 shares 8 of its 9 leaf tables", "p1 shares 8 of its 8 leaf tables",
          "p1 has nothing mapped at 0x50000000",
        ])
  }

  @Test func `nothing is said where there is nobody to share with, or tables are not meant`() {
    #expect(reasons("spawn p1; mmap 2M as heap; write heap\nassert pagetables == 1") == [])
    #expect(reasons(Self.same + "assert p2.rss == 1") == [])
  }

  @Test func `of many processes the search is bounded, and what was not looked at is not claimed`()
  {
    let found = reasons(
      """
      kernel shpte with match = identical
      shm sga 2M
      var a = 0x4000_0000
      spawn p[1..300] { mmap shared sga at a as buf; read buf; a += 2M }
      assert pagetables.shared == 1
      """)
    #expect(found?.first?.hasPrefix("at least 200 processes map `sga`; none shares") == true)
  }

  @Test func `ten thousand processes are explained as one`() {
    #expect(
      reasons(
        """
        machine x86_64 with memory = 64T
        kernel linux-2.5
        shm sga 1T
        spawn p[1..10_000] { mmap shared sga at 0x1000_0000_0000 as pool; write pool }
        assert pagetables.shared > 0
        """) == [
          "10000 processes map `sga`; none shares its tables: kernel `linux-2.5` has no page-table sharing"
        ])
  }
}

@Suite("Why there is nothing at an address")
struct AddressReasonTests {
  @Test func `it is not mapped, may not be read, or lies past the end of the file`() {
    let scene = "shm sga 8K\nspawn p1\nmmap shared sga size 16K at 0x4000_0000 as buf\n"
    #expect(
      reasons(scene + "assert p1.value(0x5000_0000) == 1") == [
        "p1 has nothing mapped at 0x50000000"
      ])
    #expect(
      reasons(scene + "mprotect buf none\nassert p1.value(buf) == 1") == [
        "p1 may not read at 0x40000000: protection `none`"
      ])
    #expect(
      reasons(scene + "assert p1.value(buf.start + 8K) == 1") == [
        "0x40002000 of p1 lies past the end of `sga`"
      ])
    #expect(reasons(scene + "assert p1.value(buf.start + 4K) == 1") == [])
    #expect(reasons(scene + "assert p1.frame(buf.start + 4K) == 1") == [])
  }
}

private func reasons(_ text: String) -> [String]? { failing(text).failures.last?.explanations }
