/// Modelled times as people write them: `2.4 ms`, `1.06 s`, `950 ns`.
public enum HumanTime {
  private static let units: [(nanoseconds: Int, name: String)] = [
    (1_000_000_000, "s"), (1_000_000, "ms"), (1000, "us"),
  ]

  /// The largest unit that the number reaches, with two decimals at most.
  public static func text(_ nanoseconds: Int) -> String {
    if nanoseconds < 0 {
      return nanoseconds == .min ? "\(nanoseconds) ns" : "-" + text(-nanoseconds)
    }
    for unit in units where nanoseconds >= unit.nanoseconds {
      // Hundredths, rounded to the nearest.
      let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit.nanoseconds)
      let hundredths = (rest * 100 + unit.nanoseconds / 2) / unit.nanoseconds
      if hundredths == 0 || hundredths == 100 { return "\(whole + hundredths / 100) \(unit.name)" }
      let digits = hundredths < 10 ? "0\(hundredths)" : "\(hundredths)"
      return "\(whole).\(digits.hasSuffix("0") ? String(digits.prefix(1)) : digits) \(unit.name)"
    }
    return "\(nanoseconds) ns"
  }
}
