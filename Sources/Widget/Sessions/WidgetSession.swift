import Foundation
package import Hub
import SyncProtocol

/// Whom a browser may speak and read for, sealed into the token that it sends along: the server keeps no list.
package struct WidgetSession: Hashable, Sendable, Codable {
    /// The visitor, or the person that a proof names.
    package let subject: Subject
    /// The origin of the page.
    package let origin: String
    /// The signed token that it rests on; ending that ends the session.
    package let token: String?
    /// The site's id of the person; nil for an unknown visitor.
    package let user: String?
    /// What the page says of its visitor; of a known person, name and address are what was signed.
    package let claims: [String: String]
    /// The visitor's language, as BCP 47.
    package let language: String?
    /// The page, without its query.
    package let page: String?
    /// Until when it holds.
    package let expires: Instant

    /// Assembles a session.
    package init(
        subject: Subject, origin: String, token: String?, user: String?, claims: [String: String], language: String?,
        page: String?, expires: Instant
    ) {
        self.subject = subject
        self.origin = origin
        self.token = token
        self.user = user
        self.claims = claims
        self.language = language.map { String($0.prefix(35)) }
        self.page = page.map { String($0.prefix { $0 != "?" && $0 != "#" }.prefix(500)) }
        self.expires = expires
    }

    /// How long a session holds at most, in seconds.
    package static let lifetimeSecondsMax: Int64 = 12 * 3600

    /// The token that a browser carries.
    package func sealed(with key: [UInt8]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let body = Base64URL.encode(Array(try encoder.encode(self)))
        return "\(body).\(Base64URL.encode(Self.code(body, key)))"
    }

    /// Reads a token.
    ///
    /// - Throws: `WidgetError.sessionInvalid` when this server did not make it, or it has run out.
    package init(token: String, key: [UInt8], at now: Instant) throws(WidgetError) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard token.utf8.count <= 16_384, parts.count == 2, let code = Base64URL.decode(parts[1]),
            Hash.isEqual(code, Self.code(parts[0], key)), let body = Base64URL.decode(parts[0]),
            let session = try? JSONDecoder().decode(WidgetSession.self, from: Data(body)), now < session.expires
        else { throw .sessionInvalid }
        self = session
    }

    private static func code(_ body: String, _ key: [UInt8]) -> [UInt8] {
        Hash.blake2b(Array("widget session".utf8), Array(body.utf8), key: key)
    }
}
