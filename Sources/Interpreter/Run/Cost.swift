/// What statements count in steps, so that loops of them end as soon as others do.
///
/// A round of an empty loop is a step.
enum Cost {
  /// A system call or access, beside the pieces of memory that it works on.
  static let call = 10
  /// A uniform piece of memory that an access works on.
  static let piece = 3
  /// So many mappings are looked through or moved in one step.
  static let mappings = 32
  /// A process or an address space, with all that is kept of it after its end.
  static let birth = 20
  /// Remembering a world, and going back to it.
  static let checkpoint = 10
}
