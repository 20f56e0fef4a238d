import Foundation

/// The file of what was measured before: tab-separated, a line for each line of a table.
struct History {
  private let file: URL
  private let mode: String
  /// The last medians of this mode, by name.
  private var last: [String: Double] = [:]

  private static let header =
    "# date\tcommit\tmode\tname\tquantity\tmedian\tsmallest\tlargest\tpeer\tratio\trounds\n"

  init(path: String, mode: String) {
    file = URL(fileURLWithPath: path)
    self.mode = mode
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count > 5, fields[2] == mode, let median = Double(fields[5]) else { continue }
      last[String(fields[3])] = median
    }
  }

  /// How the measurement compares with the last one recorded.
  func ratio(of measurement: Measurement) -> Double? {
    guard let median = measurement.samples?.median, let before = last[measurement.line.name],
      before > 0
    else { return nil }
    return median / before
  }

  func append(_ measurements: [Measurement], commit: String) throws {
    var text = FileManager.default.fileExists(atPath: file.path) ? "" : Self.header
    let date = ISO8601DateFormatter().string(from: Date())
    for measurement in measurements {
      guard let samples = measurement.samples else { continue }
      let numbers = [samples.median, samples.smallest, samples.largest].map { String($0) }
      let others = [measurement.peer, measurement.ratio].map { $0.map { String($0) } ?? "" }
      let fields =
        [date, commit, mode, measurement.line.name, measurement.line.quantity.rawValue]
        + numbers + others + [String(samples.count)]
      text += fields.joined(separator: "\t") + "\n"
    }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    if !FileManager.default.fileExists(atPath: file.path) {
      try Data().write(to: file)
    }
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }
}
