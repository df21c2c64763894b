// swift-tools-version: 6.2

import PackageDescription

/// The strict upcoming features of the package that is measured.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Measurements of the hub: a package of its own, so that nothing in the product depends on it. Those of the CRDT are in
/// `crdt`.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "conversations", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "canvas-benchmark", dependencies: [.product(name: "TerminalCanvas", package: "conversations")],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "hub-benchmark",
            dependencies: [
                .product(name: "Modules", package: "conversations"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
