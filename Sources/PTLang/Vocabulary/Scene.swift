/// The worlds in which the examples of the tables play.
enum Scene {
  /// Parent and child, and 64 MiB that they share with the tables that map it.
  static func shared(_ rest: String) -> String {
    "spawn p1\nmmap shared 64M as buf\nwrite buf\nfork p2\n" + rest
  }

  /// Parent and child, and 64 MiB of the parent's own, whose tables they have copy on write.
  static func copyOnWrite(_ rest: String) -> String {
    "spawn p1\nmmap 64M as buf\nwrite buf\nfork p2\n" + rest
  }

  /// Parent and child on a 32-bit machine, and 64 MiB that both map, each with tables of its own.
  static func lowMemory(_ rest: String) -> String {
    "machine i386\nkernel linux-2.5\n" + shared(rest)
  }

  /// A process of whose 4 MiB each page is in swap space.
  static func swappedOut(_ rest: String) -> String {
    "machine x86_64 with swap = 1G\nspawn p\nmmap 4M as buf\nwrite buf\nmadvise buf pageout\n"
      + rest
  }

  /// A process that maps the 16 MiB of a file in the page cache, and has read them.
  static func file(_ rest: String) -> String {
    "shm sga 16M filled\nspawn p\nmmap shared sga as buf\nread buf\n" + rest
  }
}
