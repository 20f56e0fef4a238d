/// Sizes as people write them: `64 KiB`, `1.5 GiB`, `96 bytes`.
public enum HumanSize {
  private static let units: [(shift: Int, name: String)] = [
    (50, "PiB"), (40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB"),
  ]

  /// The largest unit that the number reaches, with one decimal unless it comes out even.
  public static func text(_ bytes: Int) -> String {
    if bytes < 0 { return bytes == .min ? "\(bytes) bytes" : "-" + text(-bytes) }
    for unit in units where bytes >> unit.shift > 0 {
      let whole = bytes >> unit.shift
      let rest = bytes & ((1 << unit.shift) - 1)
      if rest == 0 { return "\(whole) \(unit.name)" }
      // Tenths, rounded to the nearest; the rest is small enough to be multiplied.
      let tenths = ((rest >> (unit.shift - 10)) * 10 + 512) >> 10
      if tenths == 10 { return "\(whole + 1).0 \(unit.name)" }
      return "\(whole).\(tenths) \(unit.name)"
    }
    return bytes == 1 ? "1 byte" : "\(bytes) bytes"
  }
}
