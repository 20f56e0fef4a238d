import VM

/// The rules of kernels side by side: a table where there is room for one, else a list in which each
/// rule has a line for every kernel.
struct KernelComparison {
  let kernels: [Kernel]
  /// Columns that there are.
  let width: Int
  let style: Style

  /// Cells narrower than this are hard to read.
  private static let narrowestCell = 16
  private static let gap = 2

  var lines: [String] { cellWidth < Self.narrowestCell ? list : table }

  private var titles: [String] { RuleRow.all.map(\.title) + knobs.map { "knob `\($0)`" } }

  private var labelWidth: Int { (titles.map(\.count).max() ?? 0) + Self.gap }

  /// Columns for what one kernel does, spaces between the cells not counted.
  private var cellWidth: Int {
    (width - labelWidth - Self.gap * kernels.count) / max(1, kernels.count)
  }

  private var knobs: [String] { Kernel.knobs(of: kernels).map(\.name) }

  // MARK: As a table

  private var table: [String] {
    let widths = [labelWidth] + kernels.map { _ in cellWidth }
    var lines = Columns.row([[""]] + kernels.map { [$0.name] }, widths: widths)
      .map { style.paint($0, .strong) }
    var group: RuleRow.Group?
    for row in RuleRow.all {
      if row.group != group { lines.append(style.paint(row.group.title, .strong)) }
      group = row.group
      lines += self.row(row.title, kernels.map(row.phrase), widths)
    }
    guard !knobs.isEmpty else { return lines }
    lines.append(style.paint("knobs", .strong))
    for knob in knobs {
      lines += row("`\(knob)`", kernels.map { $0.shownValue(ofKnob: knob) ?? "-" }, widths)
    }
    return lines
  }

  private func row(_ title: String, _ phrases: [String], _ widths: [Int]) -> [String] {
    let cells = phrases.map { Columns.wrapped($0, to: cellWidth) }
    let lines = Columns.row([["  \(title)"]] + cells, widths: widths)
    // What all do alike is no difference to look for.
    let isCommon = Set(phrases).count == 1 && kernels.count > 1
    return isCommon ? lines.map { style.paint($0, .faint) } : lines
  }

  // MARK: As a list

  private var list: [String] {
    var lines: [String] = []
    for row in RuleRow.all {
      lines.append(style.paint("\(row.group.title): \(row.title)", .strong))
      lines += entries(kernels.map(row.phrase))
    }
    for knob in knobs {
      lines.append(style.paint("knob: `\(knob)`", .strong))
      lines += entries(kernels.map { $0.shownValue(ofKnob: knob) ?? "-" })
    }
    return lines
  }

  private func entries(_ phrases: [String]) -> [String] {
    let nameWidth = (kernels.map(\.name.count).max() ?? 0) + Self.gap
    let widths = [nameWidth, max(Self.narrowestCell, width - nameWidth - Self.gap)]
    return zip(kernels, phrases).flatMap { kernel, phrase in
      Columns.row(
        [["  \(kernel.name)"], Columns.wrapped(phrase, to: widths[1])], widths: widths)
    }
  }
}

extension Kernel {
  /// The knobs of some kernels, each once.
  static func knobs(of kernels: [Kernel]) -> [KernelKnob] {
    var found: [KernelKnob] = []
    for knob in kernels.flatMap(\.knobs) where !found.contains(knob) { found.append(knob) }
    return found
  }

  static let allKnobs = knobs(of: all)

  /// The kernels that have the knob: `shpte`, `linux-2.5`.
  static func names(with knob: KernelKnob) -> String {
    all.filter { $0.knobs.contains(knob) }.map { "`\($0.name)`" }.joined(separator: ", ")
  }

  /// The knob's value and what else it may be: `3 (0 or more)`.
  func shownValue(ofKnob name: String) -> String? {
    guard let knob = knob(name) else { return nil }
    let value = value(of: knob)?.text ?? knob.unturned
    let others =
      switch knob.domain {
      case .words(let words): "or " + words.filter { $0 != value }.joined(separator: ", ")
      case .integer(let range): "\(range.lowerBound) or more"
      case .numbers(let numbers): numbers.map(String.init).joined(separator: ", ")
      case .toggle: value == "on" ? "or off" : "or on"
      }
    return "\(value) (\(others))"
  }
}

extension KnobValue {
  fileprivate var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): "\(number)"
    case .toggle(let isOn): isOn ? "on" : "off"
    }
  }
}
