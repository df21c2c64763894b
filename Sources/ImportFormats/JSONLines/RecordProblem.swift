import Foundation

/// Why one record cannot be taken, before it is known where it stands.
struct RecordProblem: Error, Hashable {
    var reason: SkippedRecord.Reason
    var explanation: String

    init(_ reason: SkippedRecord.Reason, _ explanation: String) {
        self.reason = reason
        self.explanation = explanation
    }

    static func missing(_ field: String) -> RecordProblem {
        RecordProblem(.missingField, "The field \(field) is missing or empty.")
    }

    static func date(_ field: String) -> RecordProblem {
        RecordProblem(.invalidDate, "The field \(field) is not a time such as 2026-03-02T08:15:00Z.")
    }

    static func nul(_ field: String) -> RecordProblem {
        RecordProblem(.nulCharacter, "The field \(field) holds a NUL character.")
    }

    /// Says in which field decoding failed; names of fields that the hub does not know are never repeated, as they
    /// could be anybody's words.
    init(_ error: any Error) {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            self = .missing(Self.path(context.codingPath + [key]))
        case DecodingError.valueNotFound(_, let context):
            self = .missing(Self.path(context.codingPath))
        case DecodingError.typeMismatch(_, let context):
            let path = Self.path(context.codingPath)
            self.init(
                .wrongType, path.isEmpty ? "The line is no JSON object." : "The field \(path) has the wrong type."
            )
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(.wrongType, "The field \(Self.path(context.codingPath)) holds a value that is out of range.")
        case let problem as RecordProblem:
            self = problem
        default:
            self.init(.malformed, "The line is not valid JSON.")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
}
