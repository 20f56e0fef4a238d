/// How the machine stores its tables and counts; what it answers does not depend on it.
public enum StorageForm: Hashable, Sendable, CaseIterable {
  /// Uniform stretches are one run, and calls work on the largest uniform piece.
  case compressed
  /// Every entry by itself, and calls work page by page: for comparison.
  case flat
}
