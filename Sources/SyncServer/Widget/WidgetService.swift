import CRDT
import Channels
import Foundation
import Hub
import Logging
import Replica
import SyncProtocol
import Widget

/// What all of the widget's endpoints share.
final class WidgetService: Sendable {
    let core: ServerCore
    let store: WidgetStore
    let conversations: WidgetConversations
    let fileLinks: FileLinks
    let streams = StreamCounts()
    /// Threads for what writes; messages have the channels' own queue.
    let writers = BlockingWork(label: "widget", threadCountMax: 2)

    /// Opens what the widget needs beside the log.
    init(_ core: ServerCore) throws {
        self.core = core
        store = try WidgetStore(path: "\(core.folder.path)/widget.sqlite")
        fileLinks = FileLinks(key: core.folder.keys.tokenSecret, now: core.now)
        conversations = WidgetConversations(
            replica: core.replica, store: store, inlet: core.channels.inlet, fileLinks: fileLinks,
            key: core.folder.keys.externalKey)
    }

    /// The settings now.
    func settings() throws -> WidgetSettings {
        let store = core.replica.store
        return WidgetSettings(
            widget: try store.settings(.widget).settings, channels: try store.settings(.channels).settings,
            assistant: try store.settings(.assistant).settings)
    }

    /// The seal of a session's places.
    func seal(of session: WidgetSession) -> CursorSeal {
        CursorSeal(session.subject, key: core.folder.keys.tokenSecret)
    }

    // MARK: Sessions

    /// What a browser says in order to begin a session.
    struct Beginning: Decodable, Sendable {
        var visitor: String?
        var token: String?
        var userId: String?
        var userHash: String?
        var language: String?
        var page: String?
        var claims: [String: JSONScalar]?
    }

    /// A session as a browser learns of it.
    struct Begun: Encodable, Sendable {
        let session: String
        let expires: Int64
        let subject: String
        let merged: String?
        let isKnown: Bool
    }

    /// Begins a session on an origin.
    ///
    /// A visitor who is proved to be somebody brings along the conversation that they began unknown; only the first proof
    /// does that, and `conv-agent` can take it back.
    func begin(_ beginning: Beginning, on origin: Origin, isPrivate: Bool, at now: Instant) throws -> Begun {
        let settings = try settings()
        let key = core.folder.keys.externalKey
        let visitor = try beginning.visitor.map {
            try Subject.visitor(secret: $0, origin: origin.description, key: key)
        }
        var claims = try self.claims(of: beginning, settings, isPrivate: isPrivate)
        guard let identity = try identity(of: beginning, settings, &claims, at: now) else {
            guard let visitor else { throw WidgetError.malformed }
            guard try !conversations.isKnown(visitor) else { throw WidgetError.visitorKnown }
            let session = WidgetSession(
                subject: visitor, origin: origin.description, token: nil, user: nil, claims: claims,
                language: beginning.language, page: isPrivate ? nil : beginning.page,
                expires: now.advanced(bySeconds: WidgetSession.lifetimeSecondsMax))
            return try begun(session, merged: nil)
        }
        let author = InboundMessage.Author(
            id: identity.user, assurance: .verifiedByToken, name: identity.name, email: identity.email)
        guard let person = Identifier(core.channels.inlet.author(author, on: WidgetAdapter.channel).id) else {
            preconditionFailure("a customer's name is an identifier")
        }
        claims["name"] = identity.name
        claims["email"] = identity.email
        let session = WidgetSession(
            subject: .person(person), origin: origin.description, token: identity.token, user: identity.user,
            claims: claims, language: beginning.language, page: isPrivate ? nil : beginning.page,
            expires: min(identity.expires, now.advanced(bySeconds: WidgetSession.lifetimeSecondsMax)))
        let isLinked = try visitor.map {
            try core.channels.inlet.link($0.thread, to: author, on: WidgetAdapter.channel, at: now)
        }
        if isLinked == true { core.applied.wake() }
        // A visitor who never wrote has nothing to bring along, and what waits in their browser may go with them.
        return try begun(session, merged: isLinked == false ? nil : visitor?.thread)
    }

    private func begun(_ session: WidgetSession, merged: String?) throws -> Begun {
        Begun(
            session: try session.sealed(with: core.folder.keys.tokenSecret), expires: session.expires.milliseconds,
            subject: session.subject.thread, merged: merged, isKnown: session.user != nil)
    }

    private func identity(
        of beginning: Beginning, _ settings: WidgetSettings, _ claims: inout [String: String], at now: Instant
    ) throws -> VerifiedIdentity? {
        let proof: IdentityProof
        if let token = beginning.token {
            proof = .token(token)
        } else if let user = beginning.userId, let code = beginning.userHash {
            proof = .hash(user: user, code: code)
        } else {
            guard let user = beginning.userId else { return nil }
            guard !settings.requiresProof else { throw WidgetError.identityRequired }
            claims["user_id"] = user
            return nil
        }
        let secrets = try IdentitySecrets.read(core.folder.identitySecretsPath)
        let identity = try proof.verify(
            secrets: secrets?.keys(at: now) ?? [], audience: core.log.workspace.description, at: now)
        if let token = identity.token, try store.isEnded(token: token) { throw WidgetError.identityInvalid }
        return identity
    }

    /// What a page claims of its visitor; a mark that recognises them only where the settings allow it, and nobody asked
    /// for privacy.
    private func claims(
        of beginning: Beginning, _ settings: WidgetSettings, isPrivate: Bool
    ) throws -> [String: String] {
        let given = beginning.claims ?? [:]
        guard given.count <= WidgetLimits.claimCountMax else { throw WidgetError.malformed }
        var claims: [String: String] = [:]
        for (name, claim) in given {
            let text = claim.text
            guard (1...60).contains(name.utf8.count), text.utf8.count <= 300 else { throw WidgetError.malformed }
            if name == "fingerprint", isPrivate || !settings.takesFingerprint { continue }
            if !text.isEmpty { claims[name] = text }
        }
        return claims
    }

    /// The session of a request.
    ///
    /// - Throws: `WidgetError.sessionInvalid`.
    func session(_ token: String?, on origin: Origin, at now: Instant) throws -> WidgetSession {
        guard let token else { throw WidgetError.sessionInvalid }
        let session = try WidgetSession(token: token, key: core.folder.keys.tokenSecret, at: now)
        guard session.origin == origin.description else { throw WidgetError.sessionInvalid }
        try check(session, at: now)
        return session
    }

    /// Whether a session still holds.
    ///
    /// - Throws: `WidgetError.sessionInvalid`.
    func check(_ session: WidgetSession, at now: Instant) throws {
        guard now < session.expires else { throw WidgetError.sessionInvalid }
        if let token = session.token, try store.isEnded(token: token) { throw WidgetError.sessionInvalid }
        // What an anonymous visitor began belongs to a person by now: their proof opens it, the secret alone does not.
        if session.user == nil, try conversations.isKnown(session.subject) { throw WidgetError.sessionInvalid }
    }

    // MARK: Writing

    /// A message as a browser sends it.
    struct Posting: Decodable, Sendable {
        let id: String
        let text: String
        let files: [String]?
    }

    /// Takes a message, and shows it as its visitor sees it.
    func post(_ posting: Posting, in session: WidgetSession) async throws -> MessageView {
        let outcome = try await take(posting, in: session)
        return try await core.readers.run { [self] in
            // What is held until somebody has looked at it is taken all the same.
            let held = MessageView(held: posting.id, text: posting.text, at: core.now())
            guard let ticket = outcome.ticket, let message = outcome.message else { return held }
            let settings = try settings()
            return try conversations.message(message, in: ticket, for: session, names: settings) ?? held
        }
    }

    /// Takes a message; when this returns it is on disk in the log, or kept for somebody to look at.
    func take(_ posting: Posting, in session: WidgetSession) async throws -> InboundOutcome {
        let limits = try settings().limits
        let text = posting.text.replacing("\r\n", with: "\n")
        let files = posting.files ?? []
        guard Identifier(posting.id) != nil, !text.isEmpty || !files.isEmpty else { throw WidgetError.malformed }
        guard text.unicodeScalars.count <= limits.textLength, files.count <= limits.fileCount else {
            throw WidgetError.tooLarge
        }
        let message = try await core.readers.run { [self] in try inbound(posting.id, text, files, session) }
        let outcome = try await core.channels.queue.take(message, on: WidgetAdapter.channel)
        if let ticket = outcome.ticket { core.clear(WidgetAdapter.typist(session), writesIn: ticket) }
        core.applied.wake()
        try await core.readers.run { [self] in
            try store.remove(files, of: [session.subject.thread, message.thread])
        }
        return outcome
    }

    private func inbound(
        _ id: String, _ text: String, _ files: [String], _ session: WidgetSession
    ) throws -> InboundMessage {
        let thread = try conversations.thread(of: session.subject)
        // Sent before the visitor was known, and confirmed after: the file is still theirs.
        guard let uploads = try store.uploads(files, of: [session.subject.thread, thread]) else {
            throw WidgetError.notFound
        }
        var context = InboundMessage.Context(source: TicketSource(locale: session.language, url: session.page))
        context.source.fields["site"] = session.origin
        for (name, claim) in session.claims { context.claimed[name] = .string(claim) }
        return InboundMessage(
            thread: thread, message: id, author: WidgetAdapter.author(of: session), body: RichText(plainText: text),
            files: uploads.map { InboundMessage.File(name: $0.name, mediaType: $0.mediaType, bytes: $0.bytes) },
            context: context
        )
    }

    /// Notes that a visitor writes.
    func noteTyping(in session: WidgetSession, at now: Instant) throws {
        guard let ticket = try conversations.conversation(of: session.subject).current?.id else { return }
        core.note(WidgetAdapter.typist(session), writesIn: ticket, at: now)
    }

    /// Who of the team writes to the customer in a ticket, and since when they were last heard of; nil when nobody does,
    /// or visitors do not see what they write.
    ///
    /// - Complexity: Constant while nobody writes.
    func writing(
        in ticket: Identifier?, names: WidgetSettings, at now: Instant
    ) throws -> (by: MessageView.Sender, since: Instant)? {
        guard let ticket else { return nil }
        let writing = core.typing.writing(in: ticket, at: now)
            .filter { $0.key.kind != .customer && names.shows($0.key) }
        guard let (author, since) = writing.max(by: { $0.value < $1.value }) else { return nil }
        if author.kind == .ai { return (MessageView.Sender(kind: .assistant, name: names.assistantName), since) }
        let name = try core.replica.store.members().first { $0.id.description == author.id }?.name
        return (MessageView.Sender(kind: .person, name: name), since)
    }

    /// Notes how far a visitor has read.
    func read(_ cursor: String, in session: WidgetSession, at now: Instant) throws -> WidgetConversations.State {
        guard let place = seal(of: session).open(cursor) else { throw WidgetError.malformed }
        let before = try store.readMark(of: session.subject, in: place.history)
        try store.setReadMark(place, of: session.subject)
        let seen = try conversations.messages(of: session.subject, after: before, upTo: place.sequence)
        let receipts = seen.map { DeliveryReceipt(.message($0), .read) }
        if !receipts.isEmpty {
            _ = try core.channels.outlet.take(receipts, on: WidgetAdapter.channel, at: now)
            core.signal.wake()
        }
        core.applied.wake()
        return try conversations.update(for: session, behind: place, names: settings()).state
    }
}
