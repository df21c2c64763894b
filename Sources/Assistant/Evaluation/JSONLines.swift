import Foundation

/// Files of one JSON value a line.
enum JSONLines {
    /// The longest line that is read, in bytes.
    private static let lineByteCountMax = 4 << 20

    /// The records of all lines that are not empty.
    ///
    /// - Throws: `malformedRecord` with the line.
    static func records<Record: Decodable>(_ data: Data, file: String) throws(AssistantError) -> [Record] {
        var records: [Record] = []
        let decoder = JSONDecoder()
        for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            func malformed(_ explanation: String) -> AssistantError {
                .malformedRecord(file: file, line: index + 1, explanation: explanation)
            }
            guard line.count <= lineByteCountMax else { throw malformed("the line is too long") }
            do {
                records.append(try decoder.decode(Record.self, from: Data(line)))
            } catch let error as DecodingError {
                throw malformed(explanation(of: error))
            } catch {
                throw malformed("it is not JSON")
            }
        }
        return records
    }

    /// Names the field and what it lacks, never the words in it.
    private static func explanation(of error: DecodingError) -> String {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "the field \(path(context, key)) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "the field \(path(context)) has the wrong type"
        default: return "it is not a JSON object in UTF-8"
        }
    }
}
