import VM

// `whatif`, `snapshot` and `restore`. What asserts have counted and variables hold is no part of
// the world and stays.
extension Runner {
  func beginWhatif() throws(Stop) {
    try chargeCheckpoint()
    world.beginWhatif()
  }

  func endWhatif() throws(Stop) {
    try chargeCheckpoint()
    try goBack { () throws(Refusal) in try world.endWhatif() }
  }

  func takeSnapshot(_ name: WorldName) throws(Stop) {
    try chargeCheckpoint()
    world.takeSnapshot(name)
    try afterStatement()
  }

  func restore(_ name: WorldName) throws(Stop) {
    try chargeCheckpoint()
    let text = world.names[name]
    switch world.findSnapshot(name) {
    case .found(let place): try goBack { () throws(Refusal) in try world.goBack(to: place) }
    case .wasNeverTaken:
      if comparisons.contains(where: { $0.outer.snapshotNames.contains(name) }) {
        throw .error(
          .noSuchWorld, "snapshot '\(text)' was taken outside of `compare`",
          hint: "each kernel of a comparison has a world of its own")
      }
      throw .error(
        .notThereYet, "there is no snapshot '\(text)' yet", hint: "`snapshot \(text)` takes it")
    case .isGone:
      throw .error(
        .noSuchWorld, "snapshot '\(text)' is gone: the world was put back to before it was taken",
        hint: "a snapshot belongs to the world; take it again, or before the older one")
    case .isOutsideWhatif:
      throw .error(
        .noSuchWorld, "snapshot '\(text)' was taken before this `whatif` began",
        hint: "the end of `whatif` puts the world back by itself; restore it after that")
    }
  }

  /// Checkpoints are looked through for one, and what a change of names copies afterwards grows with
  /// the number of processes, if slowly.
  private func chargeCheckpoint() throws(Stop) {
    try charge(
      Cost.checkpoint + world.checkpoints.count / 16 + world.state.births.count / 1024)
  }

  /// What has been logged for going back is within its limit.
  func checkHistory() throws(Stop) {
    guard world.machine.journalBytes > options.limits.historyBytes else { return }
    session?.makeRoom(options.limits.historyBytes)
    guard world.machine.journalBytes > options.limits.historyBytes else { return }
    throw .problem(
      Problem(
        code: .historyLimit,
        message:
          "going back would take back more than \(HumanSize.text(options.limits.historyBytes)) of changes",
        hint: "restore or take the oldest snapshot again earlier, or raise `--max-history`",
        concernsStatement: true))
  }

  private func goBack(_ body: () throws(Refusal) -> Void) throws(Stop) {
    if let refusal = refusal(body) {
      throw .defect("the world cannot be put back: \(refusal.text(for: "restore"))")
    }
    try afterStatement()
  }
}
