// What can be asked of files and regions, and the fields of records.
extension Vocabulary {
  /// What can be asked of a file: `f.size`.
  public static let fileProperties: [VocabularyEntry] = [
    VocabularyEntry(
      "size", "size, in bytes", unit: "bytes", details: "`truncate` sets it.",
      example: "shm f 10_000\nassert f.size == 10_000"),
    VocabularyEntry(
      "resident", "its pages in the page cache, in bytes", unit: "bytes",
      details: "Whole pages. What is in swap space, or has never been touched, is not.",
      example: Scene.file("assert sga.resident == 16M")),
    VocabularyEntry(
      "mappings", "number of mappings of it", unit: "mappings",
      details: "Of all processes, private mappings included.",
      example: Scene.file("fork q\nassert sga.mappings == 2"), origin: "i_mmap of address_space"),
    VocabularyEntry(
      "dirty", "its pages that differ from the disk, in bytes", unit: "bytes",
      details: "`msync` makes the pages of regular files clean; those of shared memory stay dirty.",
      example: "file db 1M\nspawn p\nmmap shared db as m\nwrite m\nassert db.dirty == 1M\nmsync m\n"
        + "assert db.dirty == 0"),
  ]

  /// What can be asked of a region: `buf.start`.
  public static let regionProperties: [VocabularyEntry] = [
    VocabularyEntry(
      "start", "its first address", unit: "an address",
      details: "A region that is used as a number is its start.",
      example: "spawn p\nmmap 64K at 0x1000_0000 as buf\nassert buf.start == 0x1000_0000"),
    VocabularyEntry(
      "end", "the address past its last", unit: "an address",
      example: "spawn p\nmmap 64K at 0x1000_0000 as buf\nassert buf.end == 0x1001_0000"),
    VocabularyEntry(
      "len", "its length, in bytes", unit: "bytes",
      details: "A region keeps its range when the memory is unmapped, and follows `mremap`.",
      example: "spawn p\nmmap 64K as buf\nmunmap buf\nassert buf.len == 64K"),
    VocabularyEntry(
      "pages", "its length, in pages", unit: "pages",
      example: "spawn p\nmmap 64K as buf\nassert buf.pages == 16"),
  ]

  /// Fields of `p.pte(ADDR)`.
  public static let pteFields: [VocabularyEntry] = [
    VocabularyEntry("kind", "`\"none\"`, `\"zero\"`, `\"anon\"`, `\"file\"` or `\"swap\"`"),
    VocabularyEntry("present", "whether it maps a page"),
    VocabularyEntry("writable", "whether it permits writing"),
    VocabularyEntry("dirty", "whether the page was written through it"),
    VocabularyEntry("young", "whether the page was accessed through it"),
    VocabularyEntry("frame", "identity of the page frame"),
    VocabularyEntry("swap", "identity of the swap slot"),
    VocabularyEntry("table", "identity of the leaf table"),
  ]

  /// Fields of `p.pmd(ADDR)`.
  public static let pmdFields: [VocabularyEntry] = [
    VocabularyEntry("present", "whether it points to a leaf table"),
    VocabularyEntry("writable", "whether it permits writing below"),
    VocabularyEntry("table", "identity of the leaf table"),
    VocabularyEntry("owners", "how many address spaces are attached to the leaf table"),
  ]

  /// Fields of `p.vma(ADDR)`.
  public static let vmaFields: [VocabularyEntry] = [
    VocabularyEntry("start", "its first address"),
    VocabularyEntry("end", "the address past its last"),
    VocabularyEntry("prot", "its protection, as `\"rw\"`"),
    VocabularyEntry("shared", "whether it is shared"),
    VocabularyEntry("file", "the file mapped; nil for anonymous memory"),
    VocabularyEntry("offset", "where in the file it begins, in bytes"),
  ]

  /// First words of everything that can be asked of the world, a process, a file or a region: no
  /// region, process or file may have one as its name.
  static let propertyNames: Set<String> = {
    let entries = globals + processProperties + fileProperties + regionProperties
    return Set(entries.map { String($0.name.prefix { $0 != "." }) })
  }()
}
