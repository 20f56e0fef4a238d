import VM

/// Why there is nothing at an address of a process, where that is certain.
struct AddressExplanation {
  let world: World
  let process: ProcessID
  let address: VirtualAddress

  /// For `p.value(ADDR)` and the like that have found nothing.
  func line() -> String? {
    guard world.isAlive(process) else { return nil }
    let name = world.name(of: process)
    guard let vma = world.machine.vma(of: process, at: address) else {
      return "\(name) has nothing mapped at \(address)"
    }
    if vma.protection == .none { return "\(name) may not read at \(address): protection `none`" }
    guard let file = vma.file else { return nil }
    let page = world.geometry.pageSize
    let end = (world.machine.size(of: file) + page - 1) / page * page
    guard address - vma.range.start + vma.offset >= end else { return nil }
    return "\(address) of \(name) lies past the end of `\(world.machine.name(of: file))`"
  }
}
