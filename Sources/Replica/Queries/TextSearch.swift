import GRDB
import Hub

/// The words of a query as a condition on `l`: what the index says, and for tickets whose words are not in it yet, what
/// their texts say.
struct TextSearch {
    /// How many tickets outside of the index are read; the others are reported as not searched.
    private static let readCountMax = 300

    /// The condition; nil when the query has no words.
    let condition: SQLCondition?
    /// How many tickets were not searched.
    let unindexedCount: Int

    init(_ clauses: [TextClause], _ db: Database) throws {
        guard !clauses.isEmpty else {
            (condition, unindexedCount) = (nil, 0)
            return
        }
        let dirtyCount = try Int.fetchOne(db, sql: "SELECT count(*) FROM search_dirty") ?? 0
        let indexed = SQLCondition.all(try clauses.map { try Self.condition($0, db) })
        guard dirtyCount > 0 else {
            (condition, unindexedCount) = (indexed, 0)
            return
        }
        let sql = "SELECT row FROM search_dirty ORDER BY row DESC LIMIT ?"
        let dirty = try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [Self.readCountMax])
        let query = Query(text: clauses)
        let found = try dirty.filter { query.matches(texts: try SearchIndex.texts(of: $0, db)) }
        let clean = SQLCondition(sql: "l.row NOT IN (SELECT row FROM search_dirty)", isCostly: true)
        condition = .any([.all([clean, indexed]), .rows(found)])
        unindexedCount = dirtyCount - dirty.count
    }

    private static func condition(_ clause: TextClause, _ db: Database) throws -> SQLCondition {
        let terms = clause.alternatives
        // A term without a word in it stands everywhere.
        if terms.contains(where: { $0.words.isEmpty }) {
            return SQLCondition(sql: terms.contains { $0.words.isEmpty && !$0.isNegated } ? "1" : "0")
        }
        let match = terms.map(Self.match).joined(separator: " OR ")
        let statement = try db.cachedStatement(sql: "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?")
        let rows = try Int64.fetchAll(statement, arguments: [match, SQLCondition.candidateCountMax + 1])
        let found: SQLCondition
        if rows.count <= SQLCondition.candidateCountMax {
            found = .rows(rows)
        } else {
            found = SQLCondition(
                sql: "l.row IN (SELECT rowid FROM search WHERE search MATCH ?)", arguments: [match.databaseValue],
                isCostly: true)
        }
        return terms[0].isNegated ? found.negated : found
    }

    /// A term in the language of the index, folded ones in either column; words hold nothing that would have to be
    /// escaped.
    private static func match(_ term: TextTerm) -> String {
        let phrase = "\"" + term.words.joined(separator: " ") + "\""
        return term.form == .exact ? "exact : \(phrase)" : phrase
    }
}
