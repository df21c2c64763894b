public import CRDT
public import Hub

/// Challenges and tokens that need no memory: keyed hashes over what they say, by a secret of the server.
public struct Tokens: Sendable {
    /// How long a challenge can be answered.
    public static let challengeSeconds: Int64 = 60
    /// How long a token is good for.
    public static let tokenSeconds: Int64 = 900

    private let secret: [UInt8]

    /// Takes the server's 32-byte secret.
    public init(secret: [UInt8]) {
        precondition(secret.count == 32, "the secret of tokens is 32 bytes")
        self.secret = secret
    }

    /// A challenge for a device.
    public func challenge(for actor: ActorID, at now: Instant) -> [UInt8] {
        sealed("challenge", actor, expires: now.advanced(bySeconds: Self.challengeSeconds))
    }

    /// A token of a device, and when it ends.
    public func token(for actor: ActorID, at now: Instant) -> (token: [UInt8], expires: Instant) {
        let expires = now.advanced(bySeconds: Self.tokenSeconds)
        return (sealed("token", actor, expires: expires), expires)
    }

    /// Checks that a challenge was made here for `actor` and has not expired.
    public func check(challenge: [UInt8], for actor: ActorID, at now: Instant) throws(ProtocolError) {
        guard let (holder, expires) = open("challenge", challenge), holder == actor, now <= expires else {
            throw ProtocolError(.staleChallenge, "the challenge has expired; say hello again")
        }
    }

    /// The device that a token was given to.
    ///
    /// - Throws: `unauthenticated` when the token is not of this server or has expired.
    public func actor(of token: [UInt8], at now: Instant) throws(ProtocolError) -> ActorID {
        guard let (actor, expires) = open("token", token) else {
            throw ProtocolError(.unauthenticated, "the token is not of this server; authenticate again")
        }
        guard now <= expires else { throw ProtocolError(.unauthenticated, "the token has expired; authenticate again") }
        return actor
    }

    private func sealed(_ purpose: String, _ actor: ActorID, expires: Instant) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(actor)
        writer.write(fixed: UInt64(bitPattern: expires.milliseconds))
        return writer.bytes + Hash.blake2b(Array(purpose.utf8), writer.bytes, key: secret)
    }

    private func open(_ purpose: String, _ sealed: [UInt8]) -> (actor: ActorID, expires: Instant)? {
        guard sealed.count == 56 else { return nil }
        let body = Array(sealed[..<24])
        guard Hash.isEqual(Hash.blake2b(Array(purpose.utf8), body, key: secret), Array(sealed[24...])) else {
            return nil
        }
        var reader = ByteReader(body)
        guard let actor = try? reader.actor(), let expires = try? reader.fixed() else { return nil }
        return (actor, Instant(milliseconds: Int64(bitPattern: expires)))
    }
}
