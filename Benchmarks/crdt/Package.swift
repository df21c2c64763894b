// swift-tools-version: 6.2

import PackageDescription

/// The strict upcoming features of the package that is measured.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Measurements of the CRDT: a package that depends on nothing, so that its instructions can be counted within two
/// minutes from a clean checkout. `Sources/CRDT` is a link to the module itself.
let package = Package(
    name: "crdt-benchmarks",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(name: "CMalloc"),
        .target(name: "CRDT", swiftSettings: swiftSettings),
        .executableTarget(
            name: "crdt-benchmark", dependencies: ["CMalloc", "CRDT"], swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
