public import CRDT
public import Hub

/// The versions of the protocol that this build speaks, lowest and highest.
public let protocolVersions: ClosedRange<UInt16> = 1...1

/// What a client says first.
public struct HelloRequest: Hashable, Sendable {
    /// The versions it speaks.
    public let versions: ClosedRange<UInt16>
    /// The workspace it wants.
    public let workspace: Identifier
    /// The device that will prove itself.
    public let actor: ActorID

    /// Assembles a hello.
    public init(versions: ClosedRange<UInt16> = protocolVersions, workspace: Identifier, actor: ActorID) {
        self.versions = versions
        self.workspace = workspace
        self.actor = actor
    }
}

/// What a server answers to a hello.
public struct HelloResponse: Hashable, Sendable {
    /// The version to speak.
    public let version: UInt16
    /// To be signed by the device in the domain `challenge`; valid for a minute.
    public let challenge: [UInt8]
    /// The server's clock.
    public let serverTime: Instant
    /// The history that sequences belong to; it changes when the server was restored.
    public let history: Identifier
    /// Limits of one request.
    public let limits: Limits

    /// Assembles an answer.
    public init(version: UInt16, challenge: [UInt8], serverTime: Instant, history: Identifier, limits: Limits) {
        self.version = version
        self.challenge = challenge
        self.serverTime = serverTime
        self.history = history
        self.limits = limits
    }
}

/// How much one request may hold.
public struct Limits: Hashable, Sendable {
    /// Changes in a push.
    public var changeCountMax: Int
    /// Bytes of one change.
    public var changeByteCountMax: Int
    /// Bytes of a request.
    public var requestByteCountMax: Int
    /// Frames of changes in an answer, checkpoints excluded.
    public var frameCountMax: Int

    /// Bytes of one change that is written, words included: half of a request, whose rest is left for the signed list
    /// and what frames it.
    public var writtenByteCountMax: Int { requestByteCountMax / 2 - 64 }

    /// Sets the limits; the defaults are the server's.
    public init(
        changeCountMax: Int = 1000, changeByteCountMax: Int = 1 << 20, requestByteCountMax: Int = 8 << 20,
        frameCountMax: Int = 2000
    ) {
        self.changeCountMax = changeCountMax
        self.changeByteCountMax = changeByteCountMax
        self.requestByteCountMax = requestByteCountMax
        self.frameCountMax = frameCountMax
    }
}

/// A device's answer to a challenge.
public struct AuthenticateRequest: Hashable, Sendable {
    /// The workspace.
    public let workspace: Identifier
    /// The device.
    public let actor: ActorID
    /// The challenge as it was given.
    public let challenge: [UInt8]
    /// 64 bytes by the device key over it.
    public let signature: [UInt8]

    /// Signs a challenge.
    public init(workspace: Identifier, actor: ActorID, challenge: [UInt8], key: SigningKey) {
        self.workspace = workspace
        self.actor = actor
        self.challenge = challenge
        signature = key.sign(challenge, in: .challenge)
    }

    init(workspace: Identifier, actor: ActorID, challenge: [UInt8], signature: [UInt8]) {
        self.workspace = workspace
        self.actor = actor
        self.challenge = challenge
        self.signature = signature
    }
}
