import PTLang
import VM

/// The kernels and the machine that a statement runs under for certain, as far as the program writes
/// them out: what it asks of them in vain can be told without running it.
struct WrittenWorld {
  /// Each of them, one after the other; empty where that is not known.
  var kernels: [Kernel] = []
  /// Nil where that is not known.
  var machine: Geometry?
  /// The command line says which; statements are passed over.
  var isKernelGiven = false
  var isMachineGiven = false

  static let unknown = WrittenWorld()

  /// Before the first statement of a program.
  init(_ files: FileSet, _ options: Options) {
    isKernelGiven = options.kernel != nil
    isMachineGiven = options.machine != nil
    kernels = [options.kernel.map { Kernel.named($0) } ?? .shpte].compactMap(\.self)
    machine = options.machine.map { Geometry.named($0) } ?? .x86_64
    for tree in files.trees {
      tree.root.forEachStatement { statement in
        // Who calls a function, and when, is not followed.
        if case .define(_, _, let body) = statement.kind { forget(whatIsChosenIn: body) }
      }
    }
  }

  private init() {}

  /// What a block chooses that runs perhaps, or more than once, is not known from its start on.
  mutating func forget(whatIsChosenIn block: Block) {
    if !isKernelGiven, block.contains({ if case .kernel = $0.kind { true } else { false } }) {
      kernels = []
    }
    if !isMachineGiven, block.contains({ if case .machine = $0.kind { true } else { false } }) {
      machine = nil
    }
  }

  mutating func choose(kernel name: String?) {
    if !isKernelGiven { kernels = [name.flatMap { Kernel.named($0) }].compactMap(\.self) }
  }

  mutating func choose(machine name: String?) {
    if !isMachineGiven { machine = name.flatMap { Geometry.named($0) } }
  }

  /// Why the counter cannot be asked; nil if it can, or that is not known.
  func obstacle(to counter: GlobalCounter) -> String? {
    kernels.lazy.compactMap { counter.obstacle(under: $0) }.first
      ?? machine.flatMap { counter.obstacle(on: $0) }
  }
}
