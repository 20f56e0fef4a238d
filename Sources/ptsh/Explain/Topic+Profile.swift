import Interpreter
import VM

// Cost profiles: each price with its figure.
extension Topic {
  static func profile(_ profile: CostProfile) -> Topic {
    var body = Document()
    body.paragraph("\(profile.summary). Source: \(profile.source).")
    let kernels = Kernel.all.filter { $0.profile == profile }.map { "`\($0.name)`" }
    if !kernels.isEmpty { body.paragraph("The profile of \(kernels.joined(separator: ", ")).") }
    body.table(["event", "takes", "where it comes from"], profile.rows)
    body.paragraph("What is not listed takes no time. `cost` is the sum over all events.")
    body.code("kernel \(Kernel.all[0].name) with profile = \(profile.name)", after: "For example:")
    return Topic(kind: .profile, name: profile.name, summary: profile.summary, body: body)
  }
}

extension CostProfile {
  /// Event, price, and figure, for tables.
  var rows: [[String]] {
    prices.map { price in
      let basis = price.isEstimated ? "estimated: \(price.basis)" : price.basis
      return [price.event.summary, price.text, basis]
    }
  }
}

extension CostProfile.Price {
  /// As people write it; below a microsecond with picoseconds.
  fileprivate var text: String {
    let (nanoseconds, rest) = picoseconds.quotientAndRemainder(dividingBy: 1000)
    return rest == 0 ? HumanTime.text(nanoseconds) : "\(nanoseconds).\(rest / 100) ns"
  }
}
