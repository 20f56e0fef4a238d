import VM

/// The lines that `show` prints for a topic.
func renderShow(_ topic: ShowTopic, world: World) -> [String] {
  let pictures = Pictures(world: world, drawing: Drawing(usesUnicode: !world.drawsASCII))
  switch topic {
  case .process(let process): return pictures.addressSpace(process)
  case .pageTables: return pictures.allPageTables()
  case .vmas(let process): return pictures.mappings(process)
  case .pte(let process, let address): return pictures.entry(process, address)
  case .frame(let frame): return pictures.frame(frame)
  case .reverseMap(let frame): return pictures.reverseMap(frame)
  case .stats: return pictures.stats()
  case .file(let file): return pictures.file(file)
  case .value(let text): return [text]
  }
}

/// Pictures in text of the modelled machine; each kind in a file of its own.
struct Pictures {
  let world: World
  let drawing: Drawing

  var geometry: Geometry { world.geometry }

  /// What is listed of many alike or unlike things before the rest is only counted.
  static let listLimit = 20

  /// `3 tables`, `1 table`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
