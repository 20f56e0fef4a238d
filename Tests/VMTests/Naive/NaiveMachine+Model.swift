@testable import VM

extension NaiveMachine: Model {
  /// The naive model keeps next to nothing twice; what it keeps is checked here.
  func firstViolation() -> InvariantViolation? {
    let owned = ownersOfAllLeaves()
    if owned.count != leaves.count { return InvariantViolation(name: "naive-leak", text: "leaf") }
    for (leaf, owners) in owned {
      if Set(owners.map(\.space)).count != owners.count {
        return InvariantViolation(name: "naive-twice", text: "leaf \(leaf)")
      }
      for owner in owners where isFree(owner.space, leafRange(owner.base)) {
        return InvariantViolation(name: "naive-no-vma", text: "leaf \(leaf)")
      }
      for (index, entry) in leaves[leaf]!.entries {
        for owner in owners where vma(owner.space, at: owner.base + index * page) == nil {
          return InvariantViolation(name: "naive-entry-outside", text: "leaf \(leaf) \(index)")
        }
        if kernel.faults.tracksExclusivePages && entry.isExclusive, !isAlone(entry) {
          return InvariantViolation(name: "naive-exclusive", text: "leaf \(leaf) \(index)")
        }
      }
    }
    return nil
  }

  /// Whether nothing else holds the page or the slot.
  private func isAlone(_ entry: NaiveEntry) -> Bool {
    if let slot = entry.slot { return holders(ofSlot: slot) == 1 }
    return mapcountOfFrame(entry.frame!) == 1 && slotCaching(entry.frame!) == nil
  }
}
