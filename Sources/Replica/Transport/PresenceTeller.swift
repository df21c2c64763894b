public import Hub
public import SyncProtocol

/// Tells the server that this person writes to a customer, so that the customer sees it while it lasts.
///
/// It stands beside the session that syncs and waits for nothing of it: nothing is kept, nothing is sent later, and
/// where nobody answers nobody is told. Without a network it costs a failed connection every ten seconds at most.
public actor PresenceTeller {
    /// How often a ticket's sign is renewed, in milliseconds: often enough that it does not run out in between.
    public static let renewalMilliseconds: Int64 = 3000
    /// How long nothing is tried after a failure, in milliseconds.
    private static let pauseMilliseconds: Int64 = 10_000

    private let login: DeviceLogin
    private let transport: any SyncTransport
    private let now: @Sendable () -> Instant
    private var token: [UInt8]?
    private var told: (root: Identifier, at: Instant)?
    private var notBefore: Instant?

    /// Prepares a teller for a device; nothing is sent.
    public init(
        _ member: ReplicaStore.Member, key: SigningKey, transport: any SyncTransport,
        now: @escaping @Sendable () -> Instant
    ) {
        login = DeviceLogin(member, key: key, transport: transport)
        self.transport = transport
        self.now = now
    }

    /// Tells that this person writes to a ticket's customer; called at every key press, it sends a sign every three
    /// seconds.
    ///
    /// - Returns: Whether the customer can know by now.
    @discardableResult
    public func writes(in ticket: Identifier) async -> Bool {
        if let told, told.root == ticket, (0..<Self.renewalMilliseconds).contains(elapsed(since: told.at)) {
            return true
        }
        guard await tell(PresenceSign(.writing, in: ticket)) else { return false }
        told = (ticket, now())
        return true
    }

    /// Tells that this person writes no more, or has sent it; only where the customer knows otherwise.
    public func stops(in ticket: Identifier) async {
        guard told?.root == ticket else { return }
        told = nil
        _ = await tell(PresenceSign(.stopped, in: ticket))
    }

    /// The customers who write in a ticket, by the names under which they stand in messages: once that is something else
    /// than is known, or after a while in which nothing changed.
    ///
    /// - Parameter isWriting: Whether somebody is known to write.
    /// - Returns: Nil where nobody can tell, such as without a network, or from a server that knows no such question.
    public func customers(in ticket: Identifier, behind isWriting: Bool) async -> [String]? {
        guard
            case .writing(let customers) = await ask(
                PresenceSign(isWriting ? .awaitsSilence : .awaitsWriting, in: ticket))
        else { return nil }
        return customers
    }

    private func elapsed(since instant: Instant) -> Int64 { now().milliseconds - instant.milliseconds }

    private func tell(_ sign: PresenceSign) async -> Bool { await ask(sign) != nil }

    /// What the server answers; nil when it says no, or nothing.
    private func ask(_ sign: PresenceSign) async -> Response? {
        if let notBefore, now() < notBefore { return nil }
        do {
            for _ in 0..<2 {
                let token = try await authenticated()
                switch try await transport.exchange(.presence(sign), token: token) {
                case .noted: return .noted
                case .writing(let customers): return .writing(customers)
                case .failure(let error) where error.code == .unauthenticated: self.token = nil
                // The ticket is not this person's to write to, or not on the server yet.
                case .failure(let error) where error.code == .notFound: return nil
                default: throw TransportError("the server takes no signs of presence")
                }
            }
        } catch is CancellationError {
            return nil
        } catch {
            // Whoever writes is not told of it: what is written is kept and sent all the same.
            token = nil
        }
        notBefore = now().advanced(bySeconds: Self.pauseMilliseconds / 1000)
        return nil
    }

    private func authenticated() async throws -> [UInt8] {
        if let token { return token }
        let token = try await login.token()
        self.token = token
        return token
    }
}
