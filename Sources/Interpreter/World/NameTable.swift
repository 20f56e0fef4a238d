/// The number of a name that things of the world may have.
struct WorldName: Hashable, Sendable {
  let index: Int32
}

/// Numbers for the names of processes, families, files and regions.
struct NameTable: Sendable {
  private(set) var texts: [String] = []
  private var numbers: [String: WorldName] = [:]

  mutating func intern(_ text: String) -> WorldName {
    if let known = numbers[text] { return known }
    let name = WorldName(index: Int32(texts.count))
    texts.append(text)
    numbers[text] = name
    return name
  }

  subscript(_ name: WorldName) -> String { texts[Int(name.index)] }

  func number(of text: String) -> WorldName? { numbers[text] }
}
