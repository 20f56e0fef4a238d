import VM

/// Identities as small numbers: the place in the model's arena, and how often that place has
/// been given out before if it has (`12`, `12.1`). Equal if and only if it is the same thing.
extension TableID {
  var shown: String { shownIdentity(rawValue) }
}

extension FrameID {
  var shown: String { shownIdentity(rawValue) }
}

private func shownIdentity(_ rawValue: Int64) -> String {
  let place = rawValue & 0xffff_ffff
  let uses = rawValue >> 32
  return uses == 0 ? "\(place)" : "\(place).\(uses)"
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
