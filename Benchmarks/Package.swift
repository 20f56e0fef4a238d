// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "ptsh", path: "..")],
  targets: [
    // What a sample runs in: limits, and what it took.
    .executableTarget(name: "launch"),
    // The operations on the model ...
    .executableTarget(
      name: "model", dependencies: [.product(name: "VM", package: "ptsh")],
      swiftSettings: settings),
    // ... and on the kernel that is running here.
    .executableTarget(name: "peer"),
    // Takes the samples and makes a table of them.
    .executableTarget(name: "bench", swiftSettings: settings),
  ]
)
