import Foundation

/// Writes the table, a line as soon as it is known.
struct Table {
  let history: History

  /// A line that took this much longer than the last time is marked.
  static let slower = 1.3

  private static let widths = [23, 42, 8, 9, 13, 15, 8]

  func writeHeader() {
    write(["name", "what", "budget", "median", "min–max", "of its peer", "of last"])
  }

  func write(_ measurement: Measurement) {
    let line = measurement.line
    var fields = [line.name, line.what, line.budget.map(line.quantity.text) ?? ""]
    if let samples = measurement.samples {
      fields.append(line.quantity.text(samples.median))
      fields.append(
        line.quantity.text(
          from: samples.smallest, to: samples.largest, like: samples.median))
    } else {
      fields += [measurement.limit ?? "–", ""]
    }
    if let ratio = measurement.ratio, let peer = line.peer {
      fields.append("\(Quantity.ratio.text(ratio)) \(peer.name)")
    } else {
      fields.append("")
    }
    fields.append(history.ratio(of: measurement).map(Quantity.ratio.text) ?? "")
    write(fields, remarks(on: measurement))
  }

  private func remarks(on measurement: Measurement) -> String {
    var remarks: [String] = []
    if measurement.isWithinBudget == false { remarks.append("over budget") }
    if isSlower(measurement) { remarks.append("slower") }
    return remarks.joined(separator: ", ")
  }

  func isSlower(_ measurement: Measurement) -> Bool {
    (history.ratio(of: measurement) ?? 0) >= Self.slower
  }

  private func write(_ fields: [String], _ remarks: String = "") {
    var text = ""
    for (index, (field, width)) in zip(fields, Self.widths).enumerated() {
      let space = String(repeating: " ", count: max(0, width - field.count))
      text += (index < 2 ? field + space : space + field) + "  "
    }
    text += remarks
    print(text.trimmingSuffix { $0 == " " })
    fflush(nil)
  }
}

extension String {
  fileprivate func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, isUnwanted(last) { rest.removeLast() }
    return rest
  }
}
