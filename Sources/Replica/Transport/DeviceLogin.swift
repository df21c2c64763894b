import SyncProtocol

/// Gets a device its token for questions that are asked beside the session that syncs.
struct DeviceLogin: Sendable {
    private let member: ReplicaStore.Member
    private let key: SigningKey
    private let transport: any SyncTransport

    init(_ member: ReplicaStore.Member, key: SigningKey, transport: any SyncTransport) {
        self.member = member
        self.key = key
        self.transport = transport
    }

    /// A token that is good from now on.
    ///
    /// - Throws: `TransportError` when no answer came; `ProtocolError` when the server does not know the device.
    func token() async throws -> [UInt8] {
        let hello = HelloRequest(workspace: member.workspace, actor: member.actor)
        guard case .hello(let answer) = try await answer(to: .hello(hello)) else {
            throw TransportError("the server does not greet back")
        }
        let request = AuthenticateRequest(
            workspace: member.workspace, actor: member.actor, challenge: answer.challenge, key: key)
        guard case .authenticated(let token, _) = try await self.answer(to: .authenticate(request)) else {
            throw TransportError("the server does not know this device")
        }
        return token
    }

    private func answer(to request: Request) async throws -> Response {
        let response = try await transport.exchange(request, token: nil)
        if case .failure(let error) = response { throw error }
        return response
    }
}
