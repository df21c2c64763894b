public import CRDT
public import Hub
public import SyncProtocol

/// Answers the requests of the sync protocol on one log; HTTP, the server's own replica and simulations all call it.
public struct SyncService: Sendable {
    private let log: LogStore
    private let tokens: Tokens

    /// Serves a log.
    public init(_ log: LogStore) {
        self.log = log
        tokens = Tokens(secret: log.keys.tokenSecret)
    }

    /// Answers one request; what is wrong with it becomes the answer.
    ///
    /// - Parameters:
    ///   - token: What the device was given when it authenticated; nil when the endpoint needs none.
    ///   - now: The instant of receipt.
    /// - Throws: Only what the database throws.
    public func answer(_ request: Request, token: [UInt8]?, at now: Instant) throws -> Response {
        do {
            switch request {
            case .hello(let hello): return .hello(try answer(hello, at: now))
            case .authenticate(let request): return try authenticate(request, at: now)
            case .join(let request): return .joined(try join(request, at: now))
            case .enrol(let request):
                try enrol(request, of: try self.device(of: token, at: now).device.user, at: now)
                return .enrolled
            case .push(let batches):
                _ = try user(of: token, at: now)
                return try push(batches, at: now)
            case .pull(let cursor):
                return .frames(try openedFrames(for: try user(of: token, at: now), behind: cursor, at: now))
            case .repair(let request):
                return .repaired(try Refill(log).take(request, of: try self.device(of: token, at: now).actor, at: now))
            case .presence(let sign):
                _ = try teller(of: sign, token: token, at: now)
                return .noted
            case .upload(let piece):
                let (actor, _) = try self.device(of: token, at: now)
                return .held(try BlobExchange(log).take(piece, from: actor))
            case .download(let question):
                let user = try user(of: token, at: now)
                return .piece(try BlobExchange(log).piece(question, for: user))
            }
        } catch let error as ProtocolError {
            return .failure(error)
        }
    }

    /// The frames that follow a cursor.
    public func frames(for user: Identifier, behind cursor: SyncCursor) throws -> [Frame] {
        try log.read { snapshot in
            guard try snapshot.state == "open" || PlantedDefect.current == .servedBeforeRefill else {
                throw ProtocolError.refilling
            }
            if let sequence = try Refill.lostSequence(cursor, snapshot) {
                throw ProtocolError(
                    .refilling, "the server has lost what followed sequence \(sequence); offer it again")
            }
            return try PullAnswer.frames(
                for: user, behind: cursor, log: snapshot, directory: try directory(snapshot), limits: log.limits,
                key: log.keys.registrar
            )
        }
    }

    /// The frames that follow a cursor; a restored log is opened first when it waits for nothing more.
    private func openedFrames(
        for user: Identifier, behind cursor: SyncCursor, at now: Instant
    ) throws -> [Frame] {
        do {
            return try frames(for: user, behind: cursor)
        } catch let error as ProtocolError where error == .refilling {
            guard try Refill(log).open(at: now) else { throw error }
            return try frames(for: user, behind: cursor)
        }
    }

    /// The user whose device holds a token that is still good.
    ///
    /// - Throws: `ProtocolError` with `unauthenticated` or `device_revoked`.
    public func user(of token: [UInt8]?, at now: Instant) throws -> Identifier {
        try device(of: token, at: now).device.user
    }

    /// Who gives a sign of presence: somebody who may write where the ticket is. Nothing of it is kept.
    ///
    /// - Throws: `ProtocolError` as `user(of:at:)`; `not_found` for a ticket that the user may not write to.
    func teller(of sign: PresenceSign, token: [UInt8]?, at now: Instant) throws -> Identifier {
        let (actor, device) = try device(of: token, at: now)
        let isAllowed = try log.read { snapshot in
            let directory = try directory(snapshot)
            guard let scope = try snapshot.placement(of: sign.root) else { return false }
            return directory.principal(of: actor)?.role != .viewer && directory.mayWrite(device.user, to: scope)
        }
        guard isAllowed else { throw ProtocolError(.notFound, "there is no such ticket for you to write to") }
        return device.user
    }

    private func device(of token: [UInt8]?, at now: Instant) throws -> (actor: ActorID, device: Directory.Device) {
        guard let token else {
            throw ProtocolError(.unauthenticated, "the request carries no token; authenticate first")
        }
        let actor = try tokens.actor(of: token, at: now)
        return (actor, try device(actor))
    }

    /// Appends batches; group commit calls it with the pushes of many clients.
    public func push(_ batches: [Batch], at now: Instant) throws -> Response {
        var outcomes: [PushOutcome] = []
        for result in try log.append(batches, at: now) { outcomes += try result.get() }
        return .outcomes(outcomes)
    }

    private func answer(_ hello: HelloRequest, at now: Instant) throws -> HelloResponse {
        guard hello.workspace == log.workspace else {
            throw ProtocolError(.unknownWorkspace, "this server does not serve the workspace; check its address")
        }
        guard hello.versions.overlaps(protocolVersions) else {
            throw ProtocolError(.upgradeRequired, "client and server speak no common version; upgrade the older one")
        }
        return HelloResponse(
            version: min(hello.versions.upperBound, protocolVersions.upperBound),
            challenge: tokens.challenge(for: hello.actor, at: now), serverTime: now,
            history: try log.read { try $0.history }, limits: log.limits
        )
    }

    private func authenticate(_ request: AuthenticateRequest, at now: Instant) throws -> Response {
        try tokens.check(challenge: request.challenge, for: request.actor, at: now)
        let device = try device(request.actor, isEnrolledLater: true)
        guard device.key.verifies(request.signature, of: request.challenge, in: .challenge) else {
            throw ProtocolError(.badSignature, "the challenge is not signed by the device's key")
        }
        let (token, expires) = tokens.token(for: request.actor, at: now)
        return .authenticated(token: token, expires: expires)
    }

    private func device(_ actor: ActorID, isEnrolledLater: Bool = false) throws -> Directory.Device {
        let (directory, state) = try log.read { (try self.directory($0), try $0.state) }
        guard let device = directory.devices[actor] else {
            guard state == "open" else {
                throw ProtocolError(.refilling, "the server was restored and does not know this device yet; try later")
            }
            throw ProtocolError(.unknownDevice, "the device is not known to the workspace; join with an invite")
        }
        guard device.revoked == nil else {
            throw ProtocolError(.deviceRevoked, "the device was revoked; ask an administrator for a new invite")
        }
        return device
    }

    private func directory(_ snapshot: LogSnapshot) throws -> Directory {
        try log.directories.current(at: try snapshot.directorySequence, in: snapshot)
    }

    // MARK: Joining

    /// How many devices that were not revoked one user may have.
    private static let deviceCountMax = 64

    /// Admits a new incarnation of a user whose device asks; asking again changes nothing.
    private func enrol(_ request: EnrolRequest, of user: Identifier, at now: Instant) throws {
        let (directory, state) = try log.read { (try self.directory($0), try $0.state) }
        guard state == "open" else { throw ProtocolError.refilling }
        if let known = directory.devices[request.actor] {
            guard known.user == user, known.key == request.deviceKey else {
                throw ProtocolError(.badSignature, "the new incarnation is somebody else's device; make another")
            }
            return
        }
        let count = directory.devices.values.count { $0.user == user && $0.revoked == nil }
        guard count < Self.deviceCountMax else {
            throw ProtocolError(
                .tooLarge, "you have \(count) devices; revoke those that are gone with `conv-agent devices revoke`"
            )
        }
        var registrar = Registrar(log, at: now)
        registrar.state(
            .device(
                actor: request.actor.description, user: user, key: Hexadecimal.encode(request.deviceKey.bytes),
                certificate: Hexadecimal.encode(request.deviceCertificate)
            )
        )
        try registrar.commit()
    }

    /// Uses an invite: checks its secret and admits the user (or another device of one) by the registrar's own changes.
    private func join(_ request: JoinRequest, at now: Instant) throws -> JoinResponse {
        guard request.workspace == log.workspace else {
            throw ProtocolError(.unknownWorkspace, "this server does not serve the workspace; check the link")
        }
        let (directory, state) = try log.read { (try self.directory($0), try $0.state) }
        // In the lost tail the invite may have been used or withdrawn.
        guard state == "open" else { throw ProtocolError.refilling }
        if let answer = answer(toRepeated: request, directory) { return answer }
        let invalid = ProtocolError(
            .inviteInvalid, "the invite was used, withdrawn or has expired; ask for a new one"
        )
        guard let invite = directory.invites[request.invite], now <= invite.expires,
            Hash.isEqual(Array(invite.secretHash.utf8), Array(Hexadecimal.encode(Hash.blake2b(request.secret)).utf8))
        else { throw invalid }
        guard request.name.utf8.count <= 200 else {
            throw ProtocolError(.tooLarge, "a name has at most 200 bytes; choose a shorter one")
        }
        let user = invite.user ?? Identifier(high: request.invite.high, low: request.invite.low ^ 4)
        let answer = answer(admitting: user, request.identityKey)
        var registrar = Registrar(log, at: now)
        if invite.user == nil {
            registrar.state(
                .user(
                    user, role: invite.role, identityKey: Hexadecimal.encode(request.identityKey.bytes),
                    certificate: Hexadecimal.encode(answer.identityCertificate)
                ), name: request.name
            )
            for scope in invite.scopes { registrar.state(.granted(user, scope, history: .all)) }
        } else if directory.users[user]?.identityKey != request.identityKey {
            throw ProtocolError(
                .inviteInvalid, "the invite is for another device of its user; bring the identity key along"
            )
        }
        registrar.state(
            .device(
                actor: request.actor.description, user: user, key: Hexadecimal.encode(request.deviceKey.bytes),
                certificate: Hexadecimal.encode(request.deviceCertificate)
            )
        )
        registrar.state(.inviteClosed(request.invite, by: user))
        try registrar.commit()
        return answer
    }

    /// The answer to a request that was granted before, when it did not arrive; nil when it never was. It tells nothing
    /// that members do not know.
    private func answer(toRepeated request: JoinRequest, _ directory: Directory) -> JoinResponse? {
        guard let device = directory.devices[request.actor], device.key == request.deviceKey, device.revoked == nil,
            directory.users[device.user]?.identityKey == request.identityKey
        else { return nil }
        return answer(admitting: device.user, request.identityKey)
    }

    private func answer(admitting user: Identifier, _ identityKey: PublicKey) -> JoinResponse {
        let message = Certificate.identity(workspace: log.workspace, user: user, key: identityKey)
        return JoinResponse(
            user: user, rootKey: log.keys.root.publicKey,
            identityCertificate: log.keys.root.sign(message, in: .identity))
    }
}

extension ProtocolError {
    /// The answer of a log that lost a tail.
    static let refilling = ProtocolError(
        .refilling,
        "the server was restored and waits for what it lost; it serves again when a device of an administrator and one "
            + "of another member have offered what they hold"
    )
}
