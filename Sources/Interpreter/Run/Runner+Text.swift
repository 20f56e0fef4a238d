import VM

extension Runner {
  /// A value as `print` writes it.
  func text(_ value: Value) -> String {
    if value.tag == .string { return heap.text(value) }
    var text = ""
    write(value, to: &text, depth: 0)
    return text
  }

  /// A value as it is written inside a list, and under a failed assertion.
  func quoted(_ value: Value) -> String {
    var text = ""
    write(value, to: &text, depth: 0)
    return text
  }

  private func write(_ value: Value, to text: inout String, depth: Int) {
    switch value.tag {
    case .undefined: text += "?"
    case .null: text += "nil"
    case .boolean: text += value.bits != 0 ? "true" : "false"
    case .integer: text += String(value.bits)
    case .float: text += value.double.description
    case .string: write(quoting: heap.text(value), to: &text)
    case .list:
      write(Array(heap.values(value)), to: &text, depth: depth)
    case .range:
      let range = heap.range(value)
      text += "\(range.first)\(range.isHalfOpen ? "..<" : "..")\(range.bound)"
      if range.step != 1 { text += " step \(range.step)" }
    case .record: writeRecord(value, to: &text, depth: depth)
    case .process: text += world.process(value).map { world.name(of: $0) } ?? "(process taken back)"
    case .family: text += world.family(value).map { world.names[$0.name] } ?? "(family taken back)"
    case .file: text += world.file(value).map { world.machine.name(of: $0) } ?? "(file taken back)"
    case .region: text += world.names[value.regionName]
    case .frame: text += value.frame.shown
    case .table: text += "table#\(value.table.shown)"
    case .symbol: text += Symbols.all[value.bits]
    }
  }

  /// Past this many bytes a value's text is cut off.
  private static let longestText = 1 << 20

  private func write(_ elements: [Value], to text: inout String, depth: Int) {
    guard depth < 100 else {
      text += "[...]"
      return
    }
    text += "["
    for (index, element) in elements.enumerated() {
      if index > 0 { text += ", " }
      if text.utf8.count > Self.longestText {
        text += "..."
        break
      }
      write(element, to: &text, depth: depth + 1)
    }
    text += "]"
  }

  private func writeRecord(_ record: Value, to text: inout String, depth: Int) {
    let shape = heap.shape(record)
    let names: [String] =
      switch shape {
      case .measured: GlobalCounter.allCases.map(\.rawValue)
      case .processChange: code.measuredCounters.map(\.rawValue)
      default: shape.fields
      }
    let values = Array(heap.values(record))
    // Of a measurement only what changed.
    let isChange = shape == .measured || shape == .processChange
    var parts: [String] = []
    for (name, value) in zip(names, values) where !(isChange && value.bits == 0) {
      var part = name + ": "
      write(value, to: &part, depth: depth + 1)
      parts.append(part)
    }
    text += "{" + parts.joined(separator: ", ") + "}"
  }

  private func write(quoting string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\0": text += "\\0"
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "{": text += "\\{"
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  // MARK: Strings out of values

  func concatenate(_ values: UnsafeMutablePointer<Value>, count: Int) throws(Stop) -> Value {
    var joined = ""
    for index in 0..<count {
      try checkInitialised(values[index])
      joined += text(values[index])
    }
    try charge(joined.utf8.count / 64 + 2)
    if heap.needsCollection { try collect() }
    return try heap.makeString(joined)
  }

  func printValues(_ values: UnsafeMutablePointer<Value>, count: Int) throws(Stop) {
    var parts: [String] = []
    for index in 0..<count {
      try checkInitialised(values[index])
      parts.append(text(values[index]))
    }
    let line = parts.joined(separator: " ")
    try charge(line.utf8.count / 64 + 1)
    emit(.printed(line))
  }

  private func checkInitialised(_ value: Value) throws(Stop) {
    if value.tag == .undefined { throw notInitialised() }
  }

  /// The reason given to `skip` and `xfail`.
  func reason(_ value: Value) -> String? { value.tag == .null ? nil : text(value) }
}
