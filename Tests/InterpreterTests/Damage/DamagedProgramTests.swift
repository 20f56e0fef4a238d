import Interpreter
import PTLang
import RandomPrograms
import Testing

/// Programs that are damaged at random go through `check`, `fmt` and a run: each ends, within its
/// limits, with diagnostics or with a result.
@Suite struct DamagedPrograms {
  #if DEBUG
    private static let rounds = 250
  #else
    private static let rounds = 13_000
  #endif
  private static let parts = 0..<8

  @Test(arguments: Self.parts)
  func `damaged bytes and tokens end with diagnostics or a result`(part: Int) {
    var trial = Trial()
    for round in 0..<Self.rounds {
      let seed = UInt64(part * Self.rounds + round)
      var random = SplitMix(seed: seed)
      let sound = SoundPrograms.pick(&random, seed: seed)
      let bytes =
        random.oneIn(2)
        ? Damage.bytes(of: sound, &random)
        : Damage.tokens(of: sound, donor: SoundPrograms.pick(&random, seed: ~seed), &random)
      trial.run(bytes, seed)
    }
    trial.checkTime()
    // Else they would show little of what comes after the parser.
    #expect(trial.ran > Self.rounds / 20 && trial.formatted > Self.rounds / 10)
  }

  @Test func `what is no program at all ends with diagnostics`() {
    var trial = Trial()
    for seed in 0..<UInt64(Self.rounds) {
      var random = SplitMix(seed: seed)
      trial.run(Damage.noise(&random), seed)
    }
    trial.checkTime()
  }
}
