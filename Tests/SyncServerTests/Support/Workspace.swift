import Hub
import SyncServer
import TestSupport

extension WorkspaceFolder {
    /// A workspace that was just founded.
    static func founded(_ folder: TemporaryFolder, _ name: String = "workspace") throws -> WorkspaceFolder {
        var randomness = SystemRandomNumberGenerator()
        return try .create(
            at: folder(name), name: "Hollow Road", address: "http://127.0.0.1:1", now: ServerClock.now(),
            using: &randomness
        )
    }

    /// A founded workspace with the sample shop in it.
    static func sampled(_ folder: TemporaryFolder) throws -> WorkspaceFolder {
        let workspace = try founded(folder)
        _ = try workspace.importing(Repository.samples)
        return workspace
    }

    /// Imports files, long after everything in them happened.
    func importing(_ paths: [String]) throws -> ImportReport {
        try Importer(self, settings: ImportSettings(now: ServerClock.now())).run(paths)
    }
}
