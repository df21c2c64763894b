package import Hub
import SyncProtocol

/// Who uses the widget.
package enum Subject: Hashable, Sendable, Codable {
    /// Somebody unknown, recognised by a secret that their browser made for one origin.
    case visitor(Identifier)
    /// A person whose identity a site proved.
    case person(Identifier)

    /// The visitor whom a secret makes on an origin: the same secret means somebody else on another origin.
    ///
    /// - Parameter key: The workspace's key for outside events.
    /// - Throws: `WidgetError.malformed` unless the secret is 64 hexadecimal digits.
    package static func visitor(secret: String, origin: String, key: [UInt8]) throws(WidgetError) -> Subject {
        guard secret.utf8.count == 64, let bytes = Hexadecimal.decode(secret) else { throw .malformed }
        return .visitor(identifier(["visitor", origin, Hexadecimal.encode(bytes)], key))
    }

    /// The person whom a site knows under an id.
    package static func person(user: String, key: [UInt8]) -> Subject {
        .person(identifier(["person", "site", user], key))
    }

    /// The identifier.
    package var id: Identifier {
        switch self {
        case .visitor(let id), .person(let id): id
        }
    }

    /// The name of the subject's own thread on the channel, and what browsers call the subject.
    package var thread: String {
        switch self {
        case .visitor(let id): "visitor-\(id)"
        case .person(let id): "person-\(id)"
        }
    }

    private static func identifier(_ parts: [String], _ key: [UInt8]) -> Identifier {
        var writer = ByteWriter()
        for part in ["widget"] + parts { writer.write(string: part) }
        let bytes = Hash.blake2b(writer.bytes, length: 16, key: key)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        // The two lowest bits belong to a ticket's own discussions; the highest stays within the text form's range.
        return Identifier(high: half(0..<8) & (.max >> 1), low: half(8..<16) & ~3)
    }
}
