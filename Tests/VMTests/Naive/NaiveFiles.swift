import VM

extension NaiveMachine {
  mutating func createFile(
    name: String, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) -> FileID {
    if kind == .hugetlb && !supportsHugePages { throw .notModelled("hugetlb") }
    if size < 0 { throw .errno(.EINVAL) }
    if kind == .hugetlb && size % hugePage != 0 { throw .errno(.EINVAL) }
    return try whole { machine in
      let id = machine.nextSerial()
      machine.files[id] = NaiveFile(kind: kind, size: size, isNamed: true)
      if filled {
        let unit = kind == .hugetlb ? machine.hugePage : machine.page
        for number in 0..<((size + unit - 1) / unit) {
          let words = [0: Int64(number) + 1]
          let frame =
            kind == .hugetlb
            ? machine.newHugeFrame(words)
            : machine.newFrame(words, number: machine.frameNumber(ofFile: id, page: number))
          machine.files[id]!.cache[number] = frame
        }
      }
      return FileID(index: Int32(id))
    }
  }

  mutating func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) {
    if size < 0 { throw .errno(.EINVAL) }
    let id = Int(file.index)
    if files[id]!.kind == .hugetlb { throw .notModelled("truncate of a hugetlb file") }
    let shrinks = size < files[id]!.size
    files[id]!.size = size
    files[id]!.firstNumber = nil
    guard shrinks else { return }
    let end = pageCount(ofFile: id)

    var flushed: Set<Int> = []
    for (leaf, owners) in ownersOfAllLeaves() {
      for (index, entry) in leaves[leaf]!.entries {
        let shown = entry.file == id && entry.filePage >= end
        let privateCopy =
          entry.file == nil
          && owners.contains { owner in
            let address = owner.base + index * page
            guard let vma = vma(owner.space, at: address), vma.file == id else { return false }
            return vma.fileOffset(at: address) / page >= end
          }
        if shown || privateCopy {
          if entry.isPresent { flushed.formUnion(owners.map(\.space)) }
          clearEntry(leaf, index)
        }
      }
    }
    for space in flushed { flush([space]) }
    forgetPages(ofFile: id) { $0 >= end }
    let tail = size % page
    if tail == 0 { return }
    changeWords(ofFile: id, page: end - 1) { words in
      for (offset, word) in words where offset + 8 > tail {
        words[offset] = offset >= tail ? 0 : word & (1 << Int64(8 * (tail - offset)) - 1)
      }
    }
  }
}
