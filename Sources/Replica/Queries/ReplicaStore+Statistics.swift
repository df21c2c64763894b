import Foundation
import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// The version of the metrics' definitions, which coverage names.
    public static let definitionVersion = 1

    /// Figures of the tickets that this replica holds.
    ///
    /// ```swift
    /// let statistics = try store.statistics(StatisticsRequest(rule: .floor), at: now)
    /// let reply = statistics.figures.firstHumanReply.all.figures(asOf: now, rule: .floor)
    /// ```
    ///
    /// - Complexity: O(events).
    public func statistics(_ request: StatisticsRequest, at now: Instant) throws -> Statistics {
        try database.read { db in
            let rules = try WorkspaceRules(authors: Authors(directory(db)), db)
            var reader = try StatisticsReader(request, db, rules, at: now)
            let (figures, counts) = try reader.read()
            var names = try PeopleNames(db)
            let teammates = try counts.map { id, count in
                Statistics.TeammateCount(
                    id: id, name: try names.name(of: Author(kind: .teammate, id: id)), messageCount: count)
            }
            return Statistics(
                request: request, coverage: try Self.coverage(rules.zone, now, db), figures: figures[0],
                previous: figures.count > 1 ? figures[1] : nil, trend: Array(figures.dropFirst(2)),
                teammates: teammates.sorted { ($1.messageCount, $0.id) < ($0.messageCount, $1.id) }
            )
        }
    }

    static func coverage(_ zone: LocalZone, _ now: Instant, _ db: Database) throws -> Coverage {
        let synced = try Int64.fetchOne(db, sql: "SELECT synced_at FROM replica")
        let scopes = try String.fetchAll(db, sql: "SELECT name FROM scope")
        return Coverage(
            scopes: scopes.compactMap(Scope.init).sorted(), asOf: now,
            syncedAt: synced.map(Instant.init(milliseconds:)),
            pendingCount: try Int.fetchOne(db, sql: "SELECT count(*) FROM change WHERE state <> 0 AND state = 1") ?? 0,
            zone: zone.identifier, definitionVersion: definitionVersion
        )
    }
}
