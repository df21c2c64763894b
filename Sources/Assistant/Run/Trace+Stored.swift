import Foundation

extension Trace {
    /// How many exclusions a stored trace lists.
    private static let storedExclusionCountMax = 20
    /// How many characters of each text of the question it keeps.
    private static let storedTextLengthMax = 1000

    /// The trace as its ticket keeps it: JSON on one line, keys in order, without the tails of long texts and lists.
    public func stored() throws -> String {
        var trace = self
        trace.exclusions = Array(exclusions.prefix(Self.storedExclusionCountMax))
        trace.question = question.map { question in
            func cut(_ text: String) -> String { String(text.prefix(Self.storedTextLengthMax)) }
            return Question(
                subject: cut(question.subject), text: cut(question.text), earlier: question.earlier.map(cut))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(trace), as: UTF8.self)
    }

    /// Reads what `stored` wrote.
    ///
    /// - Throws: `DecodingError` for anything else, such as the trace of a newer build.
    public init(stored text: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Trace.self, from: Data(text.utf8))
    }
}
