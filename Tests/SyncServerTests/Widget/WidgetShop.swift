import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Widget

/// A served workspace whose widget runs on one origin, with an administrator at a desk.
struct WidgetShop: Sendable {
    let folder: WorkspaceFolder
    let address: String
    let ana: Teammate
    let secret: String
    let audience: String

    /// Opens the shop while `body` runs.
    static func open(
        _ settings: [String: Value] = [:], _ body: @Sendable @escaping (WidgetShop) async throws -> Void
    ) async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let secret = try WidgetOperations(folder).secret(rotation: nil, at: ServerClock.now())
        try await RunningServer.with(folder) { address in
            let ana = try await Teammate.joined(folder, at: address, name: "Ana", role: .administrator)
            // What the server placed when it started is known before anything is set.
            try await ana.sync()
            let shop = WidgetShop(
                folder: folder, address: address, ana: ana, secret: secret.secret, audience: secret.audience)
            let all: [String: Value] = [
                "widget.origin.shop.url": .string(VisitorBrowser.origin), "widget.origin.shop.on": true,
            ]
            try await shop.set(all.merging(settings) { $1 })
            try await body(shop)
        }
    }

    /// Sets settings, and waits until the server obeys the last of them.
    func set(_ settings: [String: Value]) async throws {
        try ana.store.write(at: ServerClock.now()) { writer in
            for section in SettingsSection.allCases {
                let named = settings.filter { SettingDefinition.definition(of: $0.key)?.section == section }
                guard !named.isEmpty else { continue }
                let isPlaced = try writer.scope(of: section.document) != nil
                if !isPlaced { try writer.place(section.document, in: .workspace) }
                try writer.edit(.settings, section.document, root: section.document) { transaction in
                    for (name, value) in named { try Settings.set(name, to: value, in: &transaction) }
                }
            }
        }
        try await ana.sync()
        try await served()
    }

    /// Waits until the server's own replica holds everything that the log holds.
    func served() async throws {
        let server = try folder.openReplicaOfServer()
        try server.catchUp(now: ServerClock.now)
    }

    /// A visitor with a secret of their own.
    var visitor: VisitorBrowser { VisitorBrowser(address: address) }

    /// A proof that the visitor is a user of the site.
    func proof(_ user: String, _ claims: [String: Any] = [:]) throws -> [String: Any] {
        var token = SignedClaims(key: secret)
        token.claims = [
            "sub": user, "aud": audience, "exp": ServerClock.now().milliseconds / 1000 + 600, "jti": UUID().uuidString,
        ]
        token.claims.merge(claims) { $1 }
        return ["token": try token.text()]
    }

    /// The tickets, oldest first, as Ana's replica has them after a sync.
    func tickets() async throws -> [TicketSummary] {
        try await ana.sync()
        let page = try ana.store.tickets(Query(""), in: SearchContext(now: ServerClock.now()), limit: 100)
        return page.tickets.sorted { $0.created < $1.created }
    }

    /// Writes into a ticket's public discussion as Ana, and has the server show it.
    @discardableResult
    func reply(_ text: String, to ticket: Identifier) async throws -> OperationID {
        let id = try ana.store.write(at: ServerClock.now()) { writer in
            var posted: OperationID?
            try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
                let author = Author(kind: .teammate, id: ana.store.member.user.description)
                posted = Discussion.post(MessageDraft(author: author, body: text), in: &transaction)
            }
            return posted
        }
        try await ana.sync()
        try await served()
        guard let id else { throw Teammate.Refused(error: nil) }
        return id
    }

    /// Changes a ticket's documents as Ana, and has the server show it.
    func edit(
        _ kind: DocumentKind, _ document: Identifier, of ticket: Identifier,
        _ body: @escaping @Sendable (inout Transaction) throws -> Void
    ) async throws {
        try ana.store.write(at: ServerClock.now()) { writer in
            _ = try writer.edit(kind, document, root: ticket, body)
        }
        try await ana.sync()
        try await served()
    }
}

/// Claims as a site's server signs them.
struct SignedClaims {
    var claims: [String: Any] = [:]
    var header: [String: Any] = ["alg": "HS256", "typ": "JWT"]
    let key: String

    init(key: String) { self.key = key }

    func text() throws -> String {
        func encoded(_ data: Data) -> String {
            data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let signed = try [header, claims].map { encoded(try JSONSerialization.data(withJSONObject: $0)) }
            .joined(separator: ".")
        return "\(signed).\(encoded(Data(Hash.hmacSHA256(Array(signed.utf8), key: Array(key.utf8)))))"
    }
}
