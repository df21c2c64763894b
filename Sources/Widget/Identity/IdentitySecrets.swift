import Foundation
package import Hub
import Replica
import SyncProtocol

/// The secrets by which sites sign their users' identities: the current one and, after a rotation, the one before until
/// the sites have changed over. They stand in `keys/widget.json`.
package struct IdentitySecrets: Codable, Hashable, Sendable {
    /// Says how to read the rest.
    private(set) var version = 1
    /// The one to sign with.
    package private(set) var current: String
    /// The one before; it verifies until then.
    package private(set) var previous: Previous?

    /// A secret that was replaced.
    package struct Previous: Codable, Hashable, Sendable {
        /// The secret.
        package let secret: String
        /// Until when it verifies.
        package let until: Instant
    }

    /// The file below the folder of keys.
    package static let fileName = "widget.json"

    /// Mints the first secret.
    package init(using generator: inout some RandomNumberGenerator) { current = Self.mint(using: &generator) }

    /// Reads the file; nil when there is none yet.
    ///
    /// - Throws: `WidgetError.unavailable` when it is damaged.
    package static func read(_ path: String) throws(WidgetError) -> IdentitySecrets? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let secrets = try? JSONDecoder().decode(IdentitySecrets.self, from: data) else { throw .unavailable }
        return secrets
    }

    /// Writes the file, which only its owner may read.
    package func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try PrivateFile.write(Array(try encoder.encode(self)), to: path)
    }

    /// Mints another secret; the one before verifies for `graceSeconds` more, 0 when it has leaked.
    package mutating func rotate(
        graceSeconds: Int64, at now: Instant, using generator: inout some RandomNumberGenerator
    ) {
        let until = now.advanced(bySeconds: graceSeconds)
        previous = graceSeconds > 0 ? Previous(secret: current, until: until) : nil
        current = Self.mint(using: &generator)
    }

    /// The keys that verify now.
    package func keys(at now: Instant) -> [[UInt8]] {
        ([current] + [previous].compactMap { $0 }.filter { now < $0.until }.map(\.secret)).map { Array($0.utf8) }
    }

    private static func mint(using generator: inout some RandomNumberGenerator) -> String {
        "wid_" + Hexadecimal.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
