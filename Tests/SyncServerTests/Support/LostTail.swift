import Hub
import SyncServer
import Testing

/// A workspace of which a copy is kept, its teammates, and what they did there after the copy was made.
struct LostTail: Sendable {
    /// Who joins the workspace.
    struct Member: Sendable {
        let name: String
        let role: Role
        let queues: [String]

        static func administrator(_ name: String) -> Member {
            Member(name: name, role: .administrator, queues: ["general"])
        }

        static func agent(_ name: String, queues: [String] = ["general"]) -> Member {
            Member(name: name, role: .agent, queues: queues)
        }
    }

    let temporary: TemporaryFolder
    /// The workspace with everything that happened.
    let folder: WorkspaceFolder
    /// What members wrote, as the log names it.
    let accepted: Set<String>
    private let team: Team

    /// Lets members join and sync, keeps a copy, and lets them go on.
    ///
    /// - Parameters:
    ///   - keep: Makes the copy, while nobody serves the workspace.
    ///   - tail: What happens afterwards.
    init(
        of members: [Member], kept keep: (WorkspaceFolder, TemporaryFolder) throws -> Void,
        then tail: @escaping @Sendable ([Teammate]) async throws -> Void
    ) async throws {
        temporary = try TemporaryFolder()
        folder = try WorkspaceFolder.founded(temporary)
        team = Team()
        let (folder, team) = (folder, team)
        try await RunningServer.with(folder) { address in
            for member in members {
                let teammate = try await Teammate.joined(
                    folder, at: address, name: member.name, role: member.role, queues: member.queues
                )
                await team.add([teammate])
            }
            for teammate in await team.teammates { try await teammate.sync() }
        }
        try keep(folder, temporary)
        try await Self.serve(folder, team, tail)
        accepted = try folder.acceptedChanges()
    }

    /// The workspace as its backup has it.
    func restored(opener: String? = nil) throws -> WorkspaceFolder {
        try WorkspaceFolder.restored(temporary("backup"), to: temporary("restored"), opener: opener)
    }

    /// Serves a folder to the teammates while `body` runs.
    func serve(_ folder: WorkspaceFolder, _ body: @escaping @Sendable ([Teammate]) async throws -> Void) async throws {
        try await Self.serve(folder, team, body)
    }

    private static func serve(
        _ folder: WorkspaceFolder, _ team: Team, _ body: @escaping @Sendable ([Teammate]) async throws -> Void
    ) async throws {
        try await RunningServer.with(folder) { address in
            try await body(await team.teammates.map { $0.at(address) })
        }
    }

    /// Expects that a folder holds everything that was accepted, and is sound.
    func expectAll(in folder: WorkspaceFolder) throws {
        #expect(try accepted.subtracting(folder.acceptedChanges()) == [])
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
    }
}
