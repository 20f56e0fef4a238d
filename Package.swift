// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "ptsh",
  products: [
    .library(name: "PTLang", targets: ["PTLang"]),
    .library(name: "VM", targets: ["VM"]),
    .library(name: "Interpreter", targets: ["Interpreter"]),
    .executable(name: "ptsh", targets: ["ptsh"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "PTLang", swiftSettings: settings),
    .target(name: "VM", swiftSettings: settings),
    .target(name: "Interpreter", dependencies: ["PTLang", "VM"], swiftSettings: settings),
    .executableTarget(
      name: "ptsh",
      dependencies: [
        "PTLang", "VM", "Interpreter",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // Not a product: what tests of several modules make their random programs with.
    .target(name: "RandomPrograms", path: "Tests/RandomPrograms", swiftSettings: settings),
    .testTarget(
      name: "PTLangTests", dependencies: ["PTLang", "RandomPrograms"], swiftSettings: settings),
    .testTarget(name: "VMTests", dependencies: ["VM"], swiftSettings: settings),
    .testTarget(
      name: "InterpreterTests", dependencies: ["Interpreter", "PTLang", "VM", "RandomPrograms"],
      swiftSettings: settings),
    .testTarget(
      name: "PtshTests", dependencies: ["ptsh"], exclude: ["diagnostics"],
      swiftSettings: settings),
    .testTarget(
      name: "CorpusTests", dependencies: ["Interpreter", "PTLang", "VM"],
      exclude: ["corpus", "README.md"],
      swiftSettings: settings),
  ]
)
