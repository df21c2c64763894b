import CRDT
public import SyncProtocol

extension ReplicaFolder {
    /// What the process holds locked that gives the folder a new incarnation.
    private var deviceLockPath: String { "\(path)/device.lock" }

    /// Who the device is, where it is: a folder that was copied, or brought back from a backup, gets a new incarnation,
    /// because the one that it was copied from may go on writing.
    func settledDevice() throws -> DeviceFile {
        let place = try DevicePlace.current(of: databasePath, workspace: device().workspace)
        guard try device().place != place else { return try device() }
        let lock = try FileLock(deviceLockPath, waits: true)
        defer { withExtendedLifetime(lock) {} }
        // Another process may have been first.
        var device = try device()
        guard device.place != place else { return device }
        if device.place == nil {
            device.place = place
        } else {
            var generator = SystemRandomNumberGenerator()
            device = device.reincarnated(at: place, using: &generator)
        }
        try device.write(to: devicePath)
        return device
    }

    /// Lets the folder become a new incarnation when it is opened next: the server knows of another copy, which nothing
    /// on this machine shows.
    public func leaveIncarnation() throws {
        let lock = try FileLock(deviceLockPath, waits: true)
        defer { withExtendedLifetime(lock) {} }
        var device = try device()
        device.place = ""
        try device.write(to: devicePath)
    }

    /// Makes new incarnations known to the server; does nothing when it knows them all.
    ///
    /// The last one that it knows asks for those behind it, and the user's identity key vouches for them. A copy of a
    /// device that was revoked is refused and purged like the device itself.
    ///
    /// - Throws: `ProtocolError` when the server refuses, `TransportError` when it does not answer.
    public func enrolIncarnations(of store: ReplicaStore, over transport: some SyncTransport) async throws {
        do {
            try await enrolIncarnations(over: transport)
        } catch let error as ProtocolError where error.code == .deviceRevoked {
            try store.purgeAll()
            throw error
        }
    }

    private func enrolIncarnations(over transport: some SyncTransport) async throws {
        let device = try device()
        let all = try device.earlierKeys() + [(try device.member().actor, try device.deviceKey())]
        let known = device.earlier.map(\.isEnrolled) + [device.isEnrolled]
        guard let first = known.firstIndex(of: false) else { return }
        guard first > 0 else {
            throw ReplicaError.damagedFile(
                path: devicePath, explanation: "it names no incarnation that the server knows; join with a new invite"
            )
        }
        let token = try await token(of: all[first - 1], device, over: transport)
        let identity = try device.identityKey()
        for (actor, key) in all[first...] {
            let request = EnrolRequest(workspace: device.workspace, actor: actor, device: key, identity: identity)
            guard case .enrolled = try await answer(to: .enrol(request), token, over: transport) else {
                throw Self.unexpected
            }
        }
        try noteEnrolled()
    }

    private func noteEnrolled() throws {
        let lock = try FileLock(deviceLockPath, waits: true)
        defer { withExtendedLifetime(lock) {} }
        var device = try device()
        device.isEnrolled = true
        for index in device.earlier.indices { device.earlier[index].isEnrolled = true }
        try device.write(to: devicePath)
    }

    private func token(
        of incarnation: (actor: ActorID, key: SigningKey), _ device: DeviceFile, over transport: some SyncTransport
    ) async throws -> [UInt8] {
        let (actor, key) = incarnation
        let hello = HelloRequest(workspace: device.workspace, actor: actor)
        guard case .hello(let greeting) = try await answer(to: .hello(hello), nil, over: transport) else {
            throw Self.unexpected
        }
        let request = AuthenticateRequest(
            workspace: device.workspace, actor: actor, challenge: greeting.challenge, key: key
        )
        guard case .authenticated(let token, _) = try await answer(to: .authenticate(request), nil, over: transport)
        else { throw Self.unexpected }
        return token
    }

    private func answer(
        to request: Request, _ token: [UInt8]?, over transport: some SyncTransport
    ) async throws -> Response {
        let response = try await transport.exchange(request, token: token)
        if case .failure(let error) = response { throw error }
        return response
    }

    private static var unexpected: ProtocolError {
        ProtocolError(.malformed, "the server answered something else than was asked; check its address")
    }
}
