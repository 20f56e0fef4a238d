import PtyHarness
import Testing

@Suite(.serialized) struct EditingTests {
  @Test func `a line is read`() throws {
    let scene = try Scene()
    try scene.type("hello\r", gives: "hello")
    try scene.leave()
  }
}
