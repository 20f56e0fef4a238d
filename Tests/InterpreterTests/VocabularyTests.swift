import PTLang
import Testing

@testable import Interpreter

@Suite struct VocabularyTests {
  @Test("Every counter of the vocabulary can be asked, or is known as not modelled")
  func counters() {
    for entry in Vocabulary.globals {
      let root = String(entry.name.prefix { $0 != "." })
      #expect(
        GlobalCounter(rawValue: entry.name) != nil || PropertyNames.notModelled.contains(root),
        "\(entry.name)")
    }
    let names = Set(Vocabulary.globals.map(\.name))
    for counter in GlobalCounter.allCases { #expect(names.contains(counter.rawValue)) }
  }

  @Test("Every property of the vocabulary can be asked")
  func properties() {
    for entry in Vocabulary.processProperties {
      #expect(
        ProcessCounter(rawValue: entry.name) != nil
          || (PropertyNames.process + PropertyNames.processMethods).contains(entry.name),
        "\(entry.name)")
    }
    #expect(Vocabulary.fileProperties.map(\.name) == PropertyNames.file)
    #expect(Vocabulary.regionProperties.map(\.name) == PropertyNames.region)
    #expect(Vocabulary.pteFields.map(\.name) == Shape.pageEntry.fields)
    #expect(Vocabulary.pmdFields.map(\.name) == Shape.tableEntry.fields)
    #expect(Vocabulary.vmaFields.map(\.name) == Shape.vma.fields)
  }
}
