// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "conversations", path: "..")],
    targets: [
        .systemLibrary(name: "CMalloc"),
        .executableTarget(
            name: "crdt-benchmark", dependencies: ["CMalloc", .product(name: "CRDT", package: "conversations")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
