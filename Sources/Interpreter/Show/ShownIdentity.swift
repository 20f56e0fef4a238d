import VM

/// Identities as numbers, in order of creation; those of tables for each level by itself.
extension TableID {
  var shown: String { "\(number)" }
}

extension FrameID {
  /// `frame#12`, `slot#3`.
  var shown: String { swapSlot.map { "slot#\($0)" } ?? "frame#\(rawValue)" }
}

extension VirtualAddress {
  /// As in `/proc/PID/maps`: hexadecimal, at least eight digits.
  var shown: String {
    let digits = String(value.magnitude, radix: 16)
    let zeros = String(repeating: "0", count: max(0, 8 - digits.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }
}

extension Protection {
  /// The letters of what is permitted: `rw`, `r`, `none`.
  var shown: String {
    isEmpty ? "none" : String(description.filter { $0 != "-" })
  }
}
