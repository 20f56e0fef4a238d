import Testing

@testable import PTLang

@Suite struct DesignExamples {
  @Test func `the first example of the language page parses`() {
    #expect(
      tree(
        """
        # A file outgrown by the page tables that map it.
        machine i386-pae
        kernel  linux-2.5

        shm sga 16M
        spawn p[1..600] {
          mmap shared sga at 0x4000_0000 as buf
          read buf
        }
        assert pagetables.bytes > sga.resident      # tables cost more than data
        assert p[1].pagetables.leaf == 8
        """)
        == "<machine 'i386-pae> <kernel 'linux-2.5> <shm sga 16777216> "
        + "<spawn p[(.. 1 600)] {<mmap sga shared at 1073741824 as 'buf> <read buf>}> "
        + "<assert ((. pagetables bytes) > (. sga resident))> "
        + "<assert ((. (. ([] p 1) pagetables) leaf) == 8)>")
  }

  @Test func `the second example of the language page parses`() {
    #expect(
      tree(
        """
        spawn p1                       # becomes the current process
        mmap shared 64M as buf         # implicit shmfs file, as in Linux
        write buf
        fork p2
        p2: write buf at 8K = 42
        assert p1.value(buf.start + 8K) == 42
        assert pagetables <= 40
        """)
        == "<spawn p1> <mmap 67108864 shared as 'buf> <write buf> <fork p2> "
        + "<p2: <write buf at 8192 = 42>> "
        + "<assert ((call (. p1 value) (+ (. buf start) 8192)) == 42)> <assert (pagetables <= 40)>")
  }
}
