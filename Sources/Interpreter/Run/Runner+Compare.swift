import VM

/// A `compare` that is running.
struct Comparing {
  /// The world to go back to.
  let outer: World
  var kernels: [String]
  var rows: [[String]] = []
}

extension Runner {
  /// Counts the register up and makes a world for the kernel of that number.
  func beginComparison(
    _ site: CompareSite, _ registers: UnsafeMutablePointer<Value>
  ) throws(Stop) {
    try charge(1)
    registers[0].bits += 1
    let number = registers[0].bits
    if number == 0 { try open(site, registers + 1) }
    guard let comparing = comparisons.last else { return }
    let kernel = try self.kernel(named: comparing.kernels[number])
    do throws(Refusal) {
      world = try comparing.outer.restarted(kernel: kernel, births: world.births)
    } catch {
      throw refused("the files made before", error)
    }
    watch?.worldBegan(self)
  }

  private func open(_ site: CompareSite, _ names: UnsafeMutablePointer<Value>) throws(Stop) {
    if world.hasProcesses {
      throw .error(.placement, "`compare` comes before the first process")
    }
    var kernels: [String] = []
    for (offset, kernel) in site.kernels.enumerated() {
      guard kernel != nil || names[offset].tag == .string else {
        throw .error(
          .wrongType, "the name of a kernel is a string, not \(names[offset].kindName)")
      }
      kernels.append(kernel ?? text(names[offset]))
    }
    comparisons.append(Comparing(outer: world, kernels: kernels))
  }

  func compareRow(
    _ site: CompareSite, _ values: UnsafeMutablePointer<Value>
  ) throws(Stop) {
    let row = site.columns.indices.map { text(values[$0]) }
    comparisons[comparisons.count - 1].rows.append(row)
  }

  /// Prints the table and goes back to the world before the comparison.
  func endComparison(_ site: CompareSite) throws(Stop) {
    guard let comparing = comparisons.popLast() else { return }
    comparing.outer.skipBirths(to: world.births)
    world = comparing.outer
    watch?.worldBegan(self)
    var rows = [["kernel"] + site.columns]
    for (kernel, row) in zip(comparing.kernels, comparing.rows) { rows.append([kernel] + row) }
    emit(.printed(table(rows)))
  }

  /// Columns are as wide as their widest cell; numbers stand at the right.
  private func table(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    let lines = rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        line += column == 0 ? cell + padding : "  " + padding + cell
      }
      return line
    }
    return lines.joined(separator: "\n")
  }
}
