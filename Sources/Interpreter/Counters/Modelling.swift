/// Which names of the language the modelled kernels know.
public enum Modelling {
  /// Whether a counter of the world can be asked: every kernel has it, or none does yet.
  public static func has(counter name: String) -> Bool { GlobalCounter(rawValue: name) != nil }
}
