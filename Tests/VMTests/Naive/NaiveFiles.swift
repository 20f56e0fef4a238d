import VM

extension NaiveMachine {
  mutating func createFile(
    name: String, kind: FileKind, size: ByteCount, filled: Bool
  ) throws(Refusal) -> FileID {
    if size < 0 { throw .errno(.EINVAL) }
    return try whole { machine in
      let id = machine.nextSerial()
      machine.files[id] = NaiveFile(kind: kind, size: size, isNamed: true)
      if filled {
        for number in 0..<machine.pageCount(ofFile: id) {
          machine.files[id]!.cache[number] = machine.newFrame([0: Int64(number) + 1])
        }
      }
      return FileID(index: Int32(id))
    }
  }

  mutating func truncate(_ file: FileID, to size: ByteCount) throws(Refusal) {
    if size < 0 { throw .errno(.EINVAL) }
    let id = Int(file.index)
    let shrinks = size < files[id]!.size
    files[id]!.size = size
    guard shrinks else { return }
    let end = pageCount(ofFile: id)

    for (leaf, owners) in ownersOfAllLeaves() {
      for (index, entry) in leaves[leaf]!.entries {
        let shown = entry.file == id && entry.filePage >= end
        let privateCopy =
          entry.kind == .anon
          && owners.contains { owner in
            let address = owner.base + index * page
            guard let vma = vma(owner.space, at: address), vma.file == id else { return false }
            return vma.fileOffset(at: address) / page >= end
          }
        if shown || privateCopy { clearEntry(leaf, index) }
      }
    }
    for number in files[id]!.cache.keys where number >= end { files[id]!.cache[number] = nil }
    let tail = size % page
    if tail != 0, let last = files[id]!.cache[end - 1] {
      for (offset, word) in frames[last]!.words where offset + 8 > tail {
        frames[last]!.words[offset] =
          offset >= tail ? 0 : word & (1 << Int64(8 * (tail - offset)) - 1)
      }
    }
  }
}
