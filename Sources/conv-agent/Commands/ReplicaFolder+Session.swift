import Hub
import Replica
import Scenes

extension ReplicaFolder {
    /// What people are told when a device goes on as one of its own.
    static let leftIncarnation =
        "another copy of this device has written under the same numbers; this one goes on as a device of its own, and "
        + "what was in the other's place is kept: see `conv-agent sync why` and `conv-agent drafts`"

    /// Tells customers that this person writes to them; nothing is sent yet.
    func presence(of store: ReplicaStore) throws -> PresenceTeller {
        let device = try device()
        let transport = HTTPTransport(server: device.server, workspace: device.workspace)
        return PresenceTeller(store.member, key: try device.deviceKey(), transport: transport, now: { .now })
    }

    /// Fetches files of tickets from the server; nothing is asked yet.
    func downloads(of store: ReplicaStore) throws -> FileDownload {
        let device = try device()
        let transport = HTTPTransport(server: device.server, workspace: device.workspace)
        return FileDownload(store.member, key: try device.deviceKey(), transport: transport)
    }

    /// A session that keeps the replica and its server in step; a copied folder becomes a device of its own first.
    ///
    /// - Parameter say: Told what people should know, as a sentence.
    func session(of store: ReplicaStore, say: (String) -> Void) async throws -> SyncSession {
        let device = try device()
        let transport = HTTPTransport(server: device.server, workspace: device.workspace)
        if !device.isEnrolled {
            try await enrolIncarnations(of: store, over: transport)
            say(
                "this is a copy of a replica, or was brought back from a backup; it goes on as a device of its own "
                    + "(`conv-agent devices list` shows them)")
        }
        let files = AttachedFiles(self)
        try files.sweep(of: store, keeping: DraftFolder(self).read().flatMap { $0.files ?? [] }, at: .now)
        return try SyncSession(
            store, key: try device.deviceKey(), earlier: try device.earlierKeys(), files: files, transport: transport,
            now: { .now })
    }
}
