// Files, and how many mappings they have.
extension Machine {
  /// Makes a file.
  ///
  /// - Parameters:
  ///   - name: for messages and reasons.
  ///   - filled: every page is in the page cache, page i with the value i+1.
  /// - Throws: EINVAL for a negative size, ENOMEM if it is filled and does not fit.
  public mutating func createFile(
    name: String, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) -> FileID {
    guard size >= 0 else { throw .errno(.EINVAL) }
    if kind == .hugetlb {
      if let refusal = refusalOfHugePages() { throw refusal }
      guard isHugeAligned(size) else { throw .errno(.EINVAL) }
    }
    let pages = File.pageCount(size: size, pageShift: pageShift)
    if filled { try provide { _ in pages } }
    let file = addFile(name: name, kind: kind, isUnnamed: false, size: size)
    if filled, pages > 0 {
      let frames = addToCache(file, 0..<pages)
      writeFirstValues(frames, StoredValue(value: 1, step: 1))
    }
    return FileID(index: file)
  }

  mutating func addFile(
    name: String, kind: FileKind, isUnnamed: Bool, size: ByteCount
  ) -> Int32 {
    let file = File(name: name, kind: kind, isUnnamed: isUnnamed, size: size, storage)
    if isUnnamed, !journal.isOpen, let free = freeFiles.popLast() {
      files[Int(free)] = file
      return free
    }
    files.append(file)
    return Int32(files.count - 1)
  }

  /// Changes the vmas of an address space inside the range, and all that hangs on them: how many
  /// map each file, unnamed files that nobody maps any more, which leaves are file tables.
  mutating func editVMAs(
    _ space: Int32, in range: AddressRange, _ edit: (inout AddressSpace) -> Void
  ) {
    forgetTranslation()
    let before = countMappings(space, touching: range, -1)
    edit(&spaces[Int(space)])
    _ = countMappings(space, touching: range, 1)
    for file in Set(before).sorted()
    where files[Int(file)].isUnnamed && files[Int(file)].mappings == 0 {
      dropCache(file, 0..<Int.max)
      if !journal.isOpen { freeFiles.append(file) }
    }
    refreshSpanning(space, in: range)
  }

  /// Counts the vmas that overlap or adjoin the range for their files, which it returns.
  mutating func countMappings(
    _ space: Int32, touching range: AddressRange, _ delta: Int
  ) -> [Int32] {
    var touched: [Int32] = []
    let around = AddressRange(range.start - 1, range.end + 1)
    for place in spaces[Int(space)].indices(overlapping: around) {
      let file = spaces[Int(space)].vmas[place].file
      guard file >= 0 else { continue }
      willChange(file: file)
      files[Int(file)].mappings += delta
      touched.append(file)
    }
    return touched
  }
}
