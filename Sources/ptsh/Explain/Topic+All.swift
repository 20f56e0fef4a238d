import PTLang
import VM

extension Topic {
  /// The topics of a kind, in the order of its table.
  static func topics(of kind: Kind) -> [Topic] {
    switch kind {
    case .statement:
      words(kind, Vocabulary.statements) + Vocabulary.verbs.map(Self.verb)
    case .clause: Vocabulary.clauseWords.map(Self.clause)
    case .protection: words(kind, Vocabulary.protections)
    case .advice: words(kind, Vocabulary.advices)
    case .function: words(kind, Vocabulary.functions)
    case .operatorWord: words(kind, Vocabulary.operatorWords)
    case .counter: Vocabulary.globals.map(Self.counter)
    case .processProperty: Vocabulary.processProperties.map(Self.processProperty)
    case .fileProperty: words(kind, Vocabulary.fileProperties)
    case .regionProperty: words(kind, Vocabulary.regionProperties)
    case .errno: Vocabulary.errnos.map { refusal(kind, $0) }
    case .signal: Vocabulary.signals.map { refusal(kind, $0) }
    case .machine: Geometry.all.map(Self.machine)
    case .kernel: Kernel.all.map(Self.kernel)
    case .knob: words(kind, Vocabulary.machineKnobs) + kernelKnobs
    case .profile: CostProfile.all.map(Self.profile)
    case .code: CodeCatalogue.all.map(Self.code)
    }
  }

  private static func words(_ kind: Kind, _ entries: [VocabularyEntry]) -> [Topic] {
    entries.map { word(kind, $0, $0.body()) }
  }
}
