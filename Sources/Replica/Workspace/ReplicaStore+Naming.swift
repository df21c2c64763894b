import GRDB
public import Hub
public import SyncProtocol

extension ReplicaStore {
    /// How people are told which ticket: `#123`, or its handle until the server has numbered it.
    public func ticketName(of ticket: Identifier) throws -> String {
        let number = try database.read { db in
            let sql = "SELECT number FROM ticket JOIN root ON root.row = ticket.row WHERE id = ?"
            return try Int64.fetchOne(db, sql: sql, arguments: [ticket.data])
        }
        return number.map(Ticket.shown(number:)) ?? Ticket.handle(of: ticket)
    }

    /// The names that tickets' conversations have at their sources; those without one are left out.
    public func conversations(of tickets: some Sequence<Identifier>) throws -> [Identifier: String] {
        try database.read { db in
            let sql = "SELECT conversation FROM ticket JOIN root USING (row) WHERE id = ?"
            let statement = try db.cachedStatement(sql: sql)
            var names: [Identifier: String] = [:]
            for ticket in tickets {
                if let name = try String.fetchOne(statement, arguments: [ticket.data]) { names[ticket] = name }
            }
            return names
        }
    }

    /// The queues that the replica holds or that the settings name, ascending.
    public func queues() throws -> [String] {
        let held = try scopes().compactMap { if case .queue(let queue) = $0 { queue } else { nil } }
        return Set(held + (try settings(.queues).settings.names(of: "queue.*.name"))).sorted()
    }

    /// The scope of a queue.
    ///
    /// - Parameter isNew: Whether a queue that nothing here knows is meant.
    /// - Throws: `ReplicaError.invalidInput` when the name cannot be a queue's; `notFound` when nothing here knows it.
    public func queue(named name: String, isNew: Bool) throws -> Scope {
        let text = name.hasPrefix("queue:") ? String(name.dropFirst(6)) : name
        guard Scope.isQueue(text) else {
            throw ReplicaError.invalidInput("a queue's name is 1 to 64 of a-z, 0-9, - and _")
        }
        let known = isNew ? [] : try queues()
        guard isNew || known.contains(text) else {
            throw ReplicaError.notFound(
                "no queue of that name is known here; there are: \(known.joined(separator: ", "))")
        }
        return .queue(text)
    }
}
