import Foundation
import Hub
import SyncProtocol
import Widget

/// Addresses of files that hold for a while: whoever has one may fetch the file, without a session and a header, so that
/// a plain link works under any policy of a page.
struct FileLinks: Sendable {
    private let key: [UInt8]
    private let now: @Sendable () -> Instant

    /// For how long an address holds, at least.
    private static let lifetimeMilliseconds: Int64 = 86_400_000

    init(key: [UInt8], now: @escaping @Sendable () -> Instant) {
        self.key = key
        self.now = now
    }

    /// What an address leads to.
    struct Target: Codable, Hashable, Sendable {
        let blob: String
        let name: String
        let mediaType: String
        let expires: Int64
    }

    /// The path of a file, below that of whoever hands it out. It changes once a day and not with every reading, so that a message
    /// reads the same again.
    func path(of attachment: AttachmentReference) -> String {
        let day = now().milliseconds / Self.lifetimeMilliseconds + 2
        let target = Target(
            blob: attachment.blob, name: attachment.name, mediaType: attachment.mediaType,
            expires: day * Self.lifetimeMilliseconds)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let body = try? encoder.encode(target) else { preconditionFailure("text and numbers are JSON") }
        let text = Hexadecimal.encode(Array(body))
        return "files/\(text)-\(code(text))"
    }

    /// What a name leads to.
    ///
    /// - Throws: `WidgetError.notFound` when this server did not make it, or it no longer holds.
    func target(of name: String) throws(WidgetError) -> Target {
        let parts = name.split(separator: "-").map(String.init)
        guard parts.count == 2, Hash.isEqual(Array(code(parts[0]).utf8), Array(parts[1].utf8)),
            let body = Hexadecimal.decode(parts[0]),
            let target = try? JSONDecoder().decode(Target.self, from: Data(body)), now().milliseconds < target.expires
        else { throw .notFound }
        return target
    }

    private func code(_ text: String) -> String {
        Hexadecimal.encode(Hash.blake2b(Array("file link".utf8), Array(text.utf8), length: 16, key: key))
    }
}
