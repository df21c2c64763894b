import Hub
import Scenes
import TerminalCanvas

extension HeadlessWorkspace {
    /// Shows what a query finds once the screen begins.
    func find(_ query: Query) { change { $0.inbox.query = query } }

    /// Opens a ticket by any of its names.
    ///
    /// - Throws: `ReplicaError.notFound` when this replica holds none of the name.
    func open(_ name: String) throws {
        let ticket = try identifier(of: name)
        perform { $0.open(ticket, row: nil) }
    }
}

extension Scenes.Key {
    /// Reads a key's name as people write it; nil when there is no such key.
    init?(written name: String) {
        guard let key = TerminalCanvas.Key(name: name) else { return nil }
        self.init(key.name)
    }
}
