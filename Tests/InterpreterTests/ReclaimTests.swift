import Testing

/// What is said of frames, and of memory that could not be had.
@Suite struct ReclaimTests {
  @Test("Of a frame show rmap lists the page entries that map it, and who reaches each")
  func reverseMap() {
    let run = Run(
      """
      machine toy with swap = 1K
      spawn a
      mmap shared 512 at 0x1000 as s
      write s
      fork b
      show rmap a.frame(s)
      b: munmap s len 64
      show rmap a.frame(a.s.start + 64)
      """)
    #expect(
      run.printed == [
        """
        frame#0  mapcount 1  refcount 2  in the page cache  page 0 of anonymous shared memory
          pte#1[0] ✕2  file rw dirty young  a  00001000
                                            b  00001000
        """,
        """
        frame#1  mapcount 2  refcount 3  in the page cache  page 1 of anonymous shared memory
          pte#1[1]  file rw dirty young  a  00001040
          pte#2[1]  file rw              b  00001040
        """,
      ])
  }

  @Test("Of a page that nobody maps, of a swap slot and of a frame that is gone it says that")
  func withoutEntries() {
    let run = Run(
      """
      machine toy with swap = 1K
      shm f 64 filled
      spawn p
      mmap shared f at 0x1000 as s
      read s
      let page = p.frame(s)
      munmap s
      show rmap page
      reclaim 1 pages
      show rmap page
      mmap 64 at 0x1000 as b
      write b
      madvise b pageout
      show rmap p.frame(b)
      """)
    #expect(
      run.printed == [
        "frame#0  mapcount 0  refcount 1  in the page cache  page 0 of f\n  no page entry maps it",
        "frame#0  free\n  no page entry maps it",
        "slot#1  refcount 1\n  pte#2[0]  swap  p  00001000",
      ])
  }

  @Test("Of ten thousand owners twenty are listed")
  func manyOwners() {
    let run = Run(
      """
      shm f 2M
      spawn p[1..10000] { mmap shared f as s; read s }
      show rmap p[1].frame(p[1].s)
      """)
    let lines = run.printed.first?.split(separator: "\n") ?? []
    #expect(lines.count == 22 && lines.last == "  ┆ and 9980 more")
  }

  @Test("What no memory could be had for says what memory is used for")
  func shortage() {
    let text =
      "machine toy with memory = 640, swap = 64\nspawn p\nmmap 64 locked as l\nmmap 1K as b\n"
    #expect(
      Run(text + "write b").messages == [
        "p: write: SIGKILL at 0x6b80 (out of memory: 1 page wanted, 0 of 10 free; "
          + "4 are page tables, 1 locked, 5 without swap space)"
      ])
    #expect(
      Run(text + "mmap 384 populate\nfork q").messages == [
        "p: fork q: ENOMEM (out of memory: 3 pages wanted, 1 of 10 free; "
          + "3 are page tables, 1 locked, 5 without swap space)"
      ])
    // That of an earlier statement is none of a later one.
    #expect(
      Run(text + "mmap 1K populate\nmprotect 0x0 r len 64").messages == [
        "p: mprotect: ENOMEM (addresses in the range are not mapped, or no memory is left)"
      ])
  }
}
