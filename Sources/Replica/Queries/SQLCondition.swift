import GRDB

/// A part of a WHERE clause over the table `ticket_list` named `l`, with its arguments.
struct SQLCondition {
    var sql: String
    var arguments: [DatabaseValue] = []
    /// Rows of which only some can satisfy the condition, where they are few: better looked up than looked for.
    var candidates: [Int64]?
    /// Whether it looks beyond the row of the list.
    var isCostly = false

    /// Holds for every row.
    static let always = SQLCondition(sql: "1")
    /// Holds for no row.
    static let never = SQLCondition(sql: "0", candidates: [])

    /// Whether it holds for every row by its very form.
    var isEverything: Bool { sql == "1" }

    /// The largest number of rows that are looked up one by one.
    static let candidateCountMax = 3000

    static func any(_ conditions: [SQLCondition]) -> SQLCondition {
        guard let first = conditions.first else { return .never }
        guard conditions.count > 1 else { return first }
        var any = joined(conditions, " OR ")
        let candidates = conditions.compactMap(\.candidates)
        if candidates.count == conditions.count {
            let all = Set(candidates.joined())
            any.candidates = all.count > candidateCountMax ? nil : all.sorted()
        }
        return any
    }

    static func all(_ conditions: [SQLCondition]) -> SQLCondition {
        let conditions = conditions.filter { !$0.isEverything }
        guard let first = conditions.first else { return .always }
        guard conditions.count > 1 else { return first }
        // What the row itself decides comes first.
        var all = joined(conditions.filter { !$0.isCostly } + conditions.filter(\.isCostly), " AND ")
        all.candidates = conditions.compactMap(\.candidates).min { $0.count < $1.count }
        return all
    }

    private static func joined(_ conditions: [SQLCondition], _ word: String) -> SQLCondition {
        SQLCondition(
            sql: "(" + conditions.map(\.sql).joined(separator: word) + ")",
            arguments: conditions.flatMap(\.arguments), isCostly: conditions.contains(where: \.isCostly)
        )
    }

    /// Holds where this one does not; unknown counts as not holding.
    var negated: SQLCondition {
        SQLCondition(sql: "NOT coalesce(\(sql), 0)", arguments: arguments, isCostly: isCostly)
    }

    /// Holds where the column `l.<column>` has one of these numbers.
    static func column(_ column: String, in numbers: [Int64]) -> SQLCondition {
        switch numbers.count {
        case 0: .never
        case 1: SQLCondition(sql: "l.\(column) = ?", arguments: [numbers[0].databaseValue])
        default:
            SQLCondition(
                sql: "l.\(column) IN (SELECT value FROM json_each(?))", arguments: [json(numbers)])
        }
    }

    /// Holds where the row is one of these, however many they are.
    static func rows(_ rows: [Int64]) -> SQLCondition {
        guard !rows.isEmpty else { return .never }
        return SQLCondition(
            sql: "l.row IN (SELECT value FROM json_each(?))", arguments: [json(rows)],
            candidates: rows.count > candidateCountMax ? nil : rows, isCostly: true)
    }

    /// Numbers as one argument of any length.
    static func json(_ numbers: [Int64]) -> DatabaseValue {
        ("[" + numbers.map(String.init).joined(separator: ",") + "]").databaseValue
    }
}
