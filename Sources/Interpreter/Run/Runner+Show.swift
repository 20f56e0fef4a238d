import VM

extension Runner {
  func show(_ site: ShowSite, _ arguments: UnsafeMutablePointer<Value>) throws(Stop) {
    try charge(1)
    let text = renderShow(try topic(site, arguments), world: world).joined(separator: "\n")
    try charge(text.utf8.count / 16)
    emit(.printed(text))
  }

  private func topic(
    _ site: ShowSite, _ arguments: UnsafeMutablePointer<Value>
  ) throws(Stop) -> ShowTopic {
    switch site.topic {
    case nil: return try topic(of: arguments[0])
    case "pagetables": return .pageTables
    case "stats": return .stats
    case "vmas": return .vmas(try process(arguments[0]))
    case "pte":
      let process = try process(arguments[0])
      return .pte(process, VirtualAddress(try integer(arguments[1], "ADDR")))
    case "frame": return .frame(try frame(arguments[0], "frame"))
    case "rmap": return .reverseMap(try frame(arguments[0], "rmap"))
    case let topic?: throw .error(.notModelled, "'show \(topic)' is not modelled yet")
    }
  }

  private func frame(_ value: Value, _ topic: String) throws(Stop) -> FrameID {
    guard value.tag == .frame else {
      try checkUsable(value)
      throw .error(.wrongType, "`show \(topic)` takes a frame, not \(value.kindName)")
    }
    return value.frame
  }

  private func topic(of value: Value) throws(Stop) -> ShowTopic {
    switch value.tag {
    case .process:
      return .process(try living(value))
    case .file: return .file(try file(value))
    case .frame: return .frame(value.frame)
    case .undefined: throw notInitialised()
    default: return .value(text(value))
    }
  }

  private func process(_ value: Value) throws(Stop) -> ProcessID {
    guard value.tag == .process else {
      try checkUsable(value)
      throw .error(.wrongType, "`show` takes a process here, not \(value.kindName)")
    }
    return try living(value)
  }
}
