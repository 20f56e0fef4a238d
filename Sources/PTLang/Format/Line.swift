/// A line of the result: code, a comment, or both; neither in a blank line.
struct Line {
  var indentation: Int
  /// The code.
  var text: [UInt8] = []
  var comment: ArraySlice<UInt8>?
  /// Where `fails` or `faults` begins in the code, if that ends a statement on one line.
  var outcome: Int?
  /// The column in which the code ends, from 0.
  private(set) var end: Int

  static let blank = Line(indentation: 0)

  init(indentation: Int, comment: ArraySlice<UInt8>? = nil) {
    self.indentation = indentation
    self.comment = comment
    end = indentation
  }

  mutating func append(_ piece: Piece) {
    text += piece.text
    end += piece.width
  }

  mutating func append(_ text: StaticString) {
    self.text += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    end += text.utf8CodeUnitCount
  }

  /// Moves what is expected to the right by so many columns.
  mutating func moveOutcome(by count: Int) {
    guard let outcome else { return }
    text.insert(contentsOf: repeatElement(UInt8(ascii: " "), count: count), at: outcome)
    end += count
  }

  var hasCode: Bool { !text.isEmpty }
}
