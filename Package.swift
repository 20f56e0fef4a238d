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
        "PTLang", "VM", "Interpreter", "LineEditor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // The line editor; it knows nothing of ptsh.
    .systemLibrary(
      name: "CLibEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "CLineShim", dependencies: ["CLibEdit"]),
    // Linked by name too: without the pkg-config program nobody else says so.
    .target(
      name: "LineEditor", dependencies: ["CLibEdit", "CLineShim"], swiftSettings: settings,
      linkerSettings: [.linkedLibrary("edit")]),
    // For tests: a program that shows what it reads, and terminals to run it on.
    .executableTarget(
      name: "EditorDemo", dependencies: ["LineEditor"], path: "Tests/EditorDemo",
      swiftSettings: settings),
    .target(name: "CPty", path: "Tests/Support/CPty"),
    .target(
      name: "PtyHarness", dependencies: ["CPty"], path: "Tests/Support/PtyHarness",
      swiftSettings: settings),
    .testTarget(
      name: "LineEditorTests", dependencies: ["LineEditor", "EditorDemo", "PtyHarness"],
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
      name: "PtshTests", dependencies: ["ptsh", "PtyHarness"], exclude: ["diagnostics"],
      swiftSettings: settings),
    .testTarget(
      name: "CorpusTests", dependencies: ["Interpreter", "PTLang", "VM"],
      exclude: ["corpus", "README.md"],
      swiftSettings: settings),
  ]
)
