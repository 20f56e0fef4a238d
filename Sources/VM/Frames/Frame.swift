/// A frame of physical memory that holds a page of data.
struct Frame: BitwiseCopyable {
  /// Counted up each time the place is used again, so that an identity is never seen twice.
  var generation: Int32
  /// Page-table entries that map it; a shared table's entry counts once.
  var mapcount: Int32 = 0
  /// The file whose page cache holds it; -1 for anonymous memory.
  var file: Int32 = -1
  /// The file's page that it holds.
  var filePage: PageIndex = 0
  /// Written through a shared mapping since it was last clean.
  var isDirty = false
  var isLive = true
  /// The 8-byte value at offset 0.
  var firstValue: Int64 = 0
  /// The values at other offsets that are not zero: a list in the slab of values, -1 for none.
  var otherValues: Int32 = -1
}

/// A value within a page at an offset other than 0.
struct StoredValue: BitwiseCopyable {
  var offset: Int32
  var value: Int64
  var next: Int32
}
