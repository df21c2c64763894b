// swift-tools-version: 6.2

import PackageDescription

/// The strict upcoming features that Hummingbird enables, for every target of this package.
let swiftSettings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "conversations",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "CRDT", targets: ["CRDT"]),
        .executable(name: "conv-server", targets: ["conv-server"]),
        .executable(name: "conv-agent", targets: ["conv-agent"]),
        // For `Benchmarks`, which is a package of its own.
        .library(name: "TerminalCanvas", targets: ["TerminalCanvas"]),
        .library(name: "Modules", targets: ["CRDT", "Hub", "SyncProtocol", "Replica", "SyncServer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        // Its pkg-config file asks for a definition that only matters where it is built, and that packages may not pass.
        .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .target(name: "CRDT", swiftSettings: swiftSettings),
        .target(name: "Hub", dependencies: ["CRDT"], swiftSettings: swiftSettings),
        .target(name: "SyncProtocol", dependencies: ["CRDT", "Hub", "CSodium"], swiftSettings: swiftSettings),
        .target(name: "ImportFormats", dependencies: ["Hub", "CGMime"], swiftSettings: swiftSettings),
        .target(
            name: "Replica",
            dependencies: [
                "CRDT", "Hub", "SyncProtocol",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            resources: [.embedInCode("migration-001-changes.sql"), .embedInCode("migration-002-projections.sql")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Channels",
            dependencies: [
                "CRDT", "Hub", "SyncProtocol", "CSodium", "Replica", "Assistant",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [.embedInCode("migration-001-channels.sql")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "SyncServer",
            dependencies: [
                "CRDT", "Hub", "SyncProtocol", "Replica", "ImportFormats", "Assistant", "Channels", "Widget",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: ["migration-001.sql", "migration-002.sql", "migration-001-widget.sql"].map { .embedInCode($0) },
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Widget", dependencies: ["CRDT", "Hub", "SyncProtocol", "Replica", "CSodium"],
            resources: [
                "loader.js", "sample.html", "panel/dom.js", "panel/store.js", "panel/api.js", "panel/stream.js",
                "panel/tabs.js", "panel/outbox.js", "panel/view.js", "panel/panel.js", "panel/panel.css",
                "words/en.json", "words/de.json", "words/fr.json", "words/es.json", "words/ar.json",
            ].map { .embedInCode("Assets/\($0)") },
            swiftSettings: swiftSettings
        ),
        .target(name: "Assistant", dependencies: ["CRDT", "Hub"], swiftSettings: swiftSettings),
        .target(
            name: "Scenes", dependencies: ["CRDT", "Hub", "SyncProtocol", "Replica", "Assistant"],
            swiftSettings: swiftSettings
        ),
        .target(name: "TerminalCanvas", dependencies: ["CUTF8Proc"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "conv-server",
            dependencies: [
                "Channels", "Hub", "SyncProtocol", "SyncServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "conv-agent",
            dependencies: [
                "CRDT", "Hub", "SyncProtocol", "Replica", "Assistant", "Scenes", "TerminalCanvas",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Simulation",
            dependencies: [
                "Assistant", "CRDT", "Hub", "SyncProtocol", "Replica", "SyncServer",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "conv-simulate",
            dependencies: [
                "Simulation", "SyncProtocol", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"])]),
        .executableTarget(
            name: "TerminalSample", dependencies: ["TerminalCanvas"], path: "Tests/TerminalSample",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TerminalCanvasTests", dependencies: ["CVTerm", "TerminalCanvas", "TerminalSample", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "SimulationTests", dependencies: ["Hub", "Simulation", "SyncProtocol"], swiftSettings: swiftSettings
        ),
        .testTarget(name: "CRDTTests", dependencies: ["CRDT"], swiftSettings: swiftSettings),
        .testTarget(name: "HubTests", dependencies: ["CRDT", "Hub", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "AssistantTests", dependencies: ["Assistant", "CRDT", "Hub", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "ImportFormatsTests", dependencies: ["Hub", "ImportFormats"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SyncServerTests",
            dependencies: [
                "CRDT", "ChannelConformance", "Channels", "Hub", "SyncProtocol", "Replica", "SyncServer", "TestSupport",
                "Widget",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "AgentTests",
            dependencies: [
                "Assistant", "CRDT", "Hub", "Replica", "Scenes", "SyncProtocol", "TerminalCanvas", "TestSupport",
                "conv-agent", "conv-server",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ReplicaTests",
            dependencies: ["CRDT", "Hub", "SyncProtocol", "Replica", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ScenesTests", dependencies: ["CRDT", "Hub", "Replica", "Scenes", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "ChannelConformance", dependencies: ["CRDT", "Channels", "Hub", "Replica"],
            path: "Tests/ChannelConformance", swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "WidgetTests", dependencies: ["CRDT", "Hub", "SyncProtocol", "Widget"], swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "CRDT", "ChannelConformance", "Channels", "Hub", "Replica", "SyncProtocol", "SyncServer", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6]
)
