import PTLang
import Testing

@testable import VM
@testable import ptsh

@Suite("The trace")
struct TraceRecorderTests {
  private let file = SourceFile(name: "a.pts", text: "x\np: read buf {\n}\n")

  private func reason(_ rule: String, _ text: String, _ address: Int?, _ count: Int = 1) -> Reason {
    Reason(
      rule: rule, process: nil, address: address.map { VirtualAddress($0) }, text: text,
      count: count)
  }

  @Test func `tells each consequence once under its statement, with how often it happened`() {
    var trace = TraceRecorder(view: SourceView(files: [file], style: .plain))
    let read = SourceRange(lower: 5, upper: 15)
    let found = reason("attach.found", "attached", 0x4000_0000)
    #expect(trace.add(found, processName: "p[1]", statement: read).isEmpty)
    _ = trace.add(reason("table.new", "allocated", nil), processName: nil, statement: read)
    _ = trace.add(
      reason("attach.found", "attached", 0x4020_0000, 599), processName: "p[2]", statement: read)
    let lines = trace.add(
      found, processName: "p[1]", statement: SourceRange(lower: 0, upper: 1))
    #expect(
      lines == [
        "    2 │ read buf {", "  p[1] 0x40000000 attach.found: attached ×600",
        "  table.new: allocated",
      ])
    #expect(
      trace.flush() == ["    1 │ x", "  p[1] 0x40000000 attach.found: attached"])
    #expect(trace.flush().isEmpty)
  }

  @Test func `tells what a statement has cost below its consequences`() {
    var trace = TraceRecorder(view: SourceView(files: [file], style: .plain))
    let read = SourceRange(lower: 5, upper: 15)
    _ = trace.add(reason("table.new", "allocated", nil), processName: nil, statement: read)
    #expect(trace.add(cost: 1_000_000, statement: read).isEmpty)
    #expect(trace.add(cost: 1_400_000, statement: read).isEmpty)
    let lines = trace.add(cost: 950, statement: SourceRange(lower: 0, upper: 1))
    #expect(lines == ["    2 │ read buf {", "  table.new: allocated", "  cost: 2.4 ms"])
    #expect(trace.flush() == ["    1 │ x", "  cost: 950 ns"])
  }
}
