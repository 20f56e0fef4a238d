package import VM

/// Which names of the language the modelled kernels know.
public enum Modelling {
  /// Whether any kernel knows a counter of the world.
  public static func has(counter name: String) -> Bool { GlobalCounter(rawValue: name) != nil }

  /// Why a counter of the world cannot be asked under a kernel, as a phrase; nil if it can.
  package static func obstacle(toCounter name: String, under kernel: Kernel) -> String? {
    GlobalCounter(rawValue: name)?.obstacle(under: kernel)
  }
}

extension GlobalCounter {
  /// Not every kernel on every machine has it.
  var isConditional: Bool {
    Kernel.all.contains { obstacle(under: $0) != nil }
      || Geometry.all.contains { obstacle(on: $0) != nil }
  }

  /// Why a kernel does not have it, as a phrase; nil if it has.
  func obstacle(under kernel: Kernel) -> String? {
    switch self {
    case .rmapEntries, .rmapNodes, .rmapBytes, .mmchainNodes:
      kernel.reverseMap.method == .mappings
        ? "kernel '\(kernel.name)' does not model '\(rawValue)'" : nil
    default: nil
    }
  }

  /// Why a machine does not have it, as a phrase; nil if it has.
  func obstacle(on machine: Geometry) -> String? {
    switch self {
    case .lowmemTotal, .lowmemUsed, .lowmemFree:
      machine.hasLowMemory ? nil : "machine '\(machine.name)' has no low memory"
    default: nil
    }
  }

  /// What to do about an obstacle.
  var hint: String {
    switch self {
    case .lowmemTotal, .lowmemUsed, .lowmemFree: "only the 32-bit machines have some"
    default: "it finds the entries of a page through mappings, and keeps no chains"
    }
  }
}
