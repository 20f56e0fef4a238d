import VM

/// Identities as numbers, in order of creation; those of tables for each level by itself.
extension TableID {
  var shown: String { "\(number)" }
}

extension FrameID {
  /// `frame#12`, `slot#3`.
  var shown: String { swapSlot.map { "slot#\($0)" } ?? "frame#\(rawValue)" }

  /// The number of a page of swap space; nil for a frame.
  var swapSlot: Int64? {
    // Frames have numbers far below that bit, which the model sets for slots.
    let slotBit = Int64(1) << 60
    return rawValue & slotBit == 0 ? nil : rawValue & ~slotBit
  }
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
