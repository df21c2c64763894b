import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct JoiningTests {
    @Test func `an invite lets one person in and not a second one`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let link = try folder.invite()
            _ = try await Teammate(joining: link, at: address, name: "Noor")
            let refused = await #expect(throws: Teammate.Refused.self) {
                _ = try await Teammate(joining: link, at: address, name: "Somebody")
            }
            #expect(refused?.error?.code == .inviteInvalid)
        }
    }

    @Test func `an invite whose answer was lost is answered again to who used it, and makes one device`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let place = ReplicaFolder(path: temporary.path + "/noor")
        try await RunningServer.with(folder) { address in
            let link = try folder.invite()
            let transport = HTTPTransport(server: address, workspace: link.workspace)
            var randomness = SystemRandomNumberGenerator()
            let lost = try place.enrolment(link, name: "Noor", identity: nil, using: &randomness)
            _ = try lost.device(from: try await transport.exchange(lost.request, token: nil))

            let again = try place.enrolment(link, name: "Noor", identity: nil, using: &randomness)
            let device = try again.device(from: try await transport.exchange(again.request, token: nil))
            let store = try place.create(device)
            var session = try SyncSession(
                store, key: try device.deviceKey(), transport: transport, now: ServerClock.now)
            try await session.catchUp()
            let members = try store.members().filter { $0.name == "Noor" }
            #expect(members.count == 1)
            #expect(try store.directory().devices.values.count { $0.user == device.user } == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).allSatisfy { $0 != "joining.json" })

            let other = ReplicaFolder(path: temporary.path + "/mallory")
            let stranger = try other.enrolment(link, name: "Mallory", identity: nil, using: &randomness)
            let answer = try await transport.exchange(stranger.request, token: nil)
            #expect(throws: ProtocolError.self) { try stranger.device(from: answer) }
        }
    }

    @Test func `an invite with a wrong secret lets nobody in and stays good`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let link = try folder.invite()
            let forged = InviteLink(
                server: link.server, workspace: link.workspace, invite: link.invite,
                rootFingerprint: link.rootFingerprint, secret: [UInt8](repeating: 7, count: 16)
            )
            let refused = await #expect(throws: Teammate.Refused.self) {
                _ = try await Teammate(joining: forged, at: address, name: "Mallory")
            }
            #expect(refused?.error?.code == .inviteInvalid)
            _ = try await Teammate(joining: link, at: address, name: "Noor")
        }
    }

    @Test func `what a viewer writes is parked and what others write goes on`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let viewer = try await Teammate.joined(folder, at: address, name: "Ada", role: .viewer)
            try await viewer.sync()
            try viewer.open("not for a viewer")
            try await viewer.sync()
            #expect(try viewer.unsent().pending == 0)
            #expect(try viewer.unsent().parked == 3)
            let agent = try await Teammate.joined(folder, at: address, name: "Noor")
            try agent.open("a question")
            try await agent.sync()
            #expect(try agent.unsent() == (0, 0))
            #expect(try StatusReport(folder).status.parked["role_forbids"] == 3)
        }
    }

    @Test func `a revoked queue leaves no row behind`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            let agent = try await Teammate.joined(folder, at: address, name: "Noor")
            let root = try agent.open("a question")
            try await agent.sync()
            let members = try MembershipOperations(folder)
            let first = try members.setGrant(false, user: "Noor", queue: "general", at: ServerClock.now())
            let second = try members.setGrant(false, user: "Noor", queue: "general", at: ServerClock.now())
            #expect(first.changed)
            #expect(!second.changed)
            try await agent.sync()
            #expect(try agent.store.documents(of: root).documents.isEmpty)
            #expect(try !agent.store.scopes().contains(.queue("general")))
        }
    }
}
