/// What may follow the digits of a size: `4K`, `64MiB`.
public struct SizeSuffix: Hashable, Sendable {
  /// As written: `K`, `MiB`.
  public let name: String
  /// The suffix stands for 2 to this power.
  public let shift: Int

  /// `K M G T P`.
  public static let short: [SizeSuffix] = zip(["K", "M", "G", "T", "P"], 1...).map {
    SizeSuffix(name: $0, shift: 10 * $1)
  }

  /// All of them: the short ones, then `KiB MiB GiB TiB PiB`, which mean the same.
  public static let all: [SizeSuffix] =
    short + short.map { SizeSuffix(name: $0.name + "iB", shift: $0.shift) }

  static func named(_ name: String) -> SizeSuffix? { all.first { $0.name == name } }
}
