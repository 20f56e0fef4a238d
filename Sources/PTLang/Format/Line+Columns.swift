// Outcomes and comments of lines that follow each other stand in columns.

extension [Line] {
  /// The lines as text, each with its line end.
  func joinedWithColumns() -> [UInt8] {
    var lines = self
    for run in lines.runs(where: { $0.outcome != nil }) { lines.alignOutcomes(in: run) }
    var text: [UInt8] = []
    for run in lines.runs(where: \.hasCode) {
      let column = lines.commentColumn(in: run)
      for line in lines[run] { line.write(to: &text, commentColumn: column) }
    }
    return text
  }

  /// Splits all lines into neighbours of one indentation that all have something, or all have not.
  private func runs(where has: (Line) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (index, line) in enumerated() {
      if let run = runs.last, has(line), has(self[index - 1]),
        line.indentation == self[index - 1].indentation
      {
        runs[runs.count - 1] = run.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }

  private mutating func alignOutcomes(in run: Range<Int>) {
    guard run.count > 1 else { return }
    let column = self[run].map(\.endBeforeOutcome).max() ?? 0
    let moves = self[run].map { column - $0.endBeforeOutcome }
    // What fits on a line stays on it.
    guard zip(self[run], moves).allSatisfy({ $0.end + $1 <= Layout.columnLimit }) else { return }
    for (index, move) in zip(run, moves) { self[index].moveOutcome(by: move) }
  }

  /// Where the comments of these lines begin; nil if each stands behind its own code, because
  /// a column would push one of them beyond the limit.
  private func commentColumn(in run: Range<Int>) -> Int? {
    let commented = self[run].filter { $0.comment != nil }
    guard let last = commented.map(\.end).max() else { return nil }
    let column = last + Line.commentDistance
    let isPushedOut = commented.contains { line in
      line.endOfComment(at: column) > Layout.columnLimit
        && line.endOfComment(at: line.end + Line.commentDistance) <= Layout.columnLimit
    }
    return isPushedOut ? nil : column
  }
}

extension Line {
  fileprivate static let commentDistance = 2

  /// The column in which an outcome would begin without the blank before it.
  fileprivate var endBeforeOutcome: Int {
    end - UTF8Text.columns(text[(outcome ?? text.count)...])
  }

  fileprivate func endOfComment(at column: Int) -> Int {
    column + UTF8Text.columns(comment ?? [])
  }

  fileprivate func write(to result: inout [UInt8], commentColumn: Int?) {
    let blank = UInt8(ascii: " ")
    if hasCode || comment != nil { result += repeatElement(blank, count: indentation) }
    result += text
    if let comment {
      if hasCode {
        result += repeatElement(blank, count: (commentColumn ?? end + Line.commentDistance) - end)
      }
      result += comment
    }
    result.append(UInt8(ascii: "\n"))
  }
}

extension UTF8Text {
  /// How many characters the bytes are.
  static func columns(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}
