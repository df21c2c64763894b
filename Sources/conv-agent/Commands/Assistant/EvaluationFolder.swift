import Assistant
import Foundation
import Replica

/// A folder with an evaluation set.
struct EvaluationFolder {
    let path: String

    /// Reads the set.
    ///
    /// - Throws: `ReplicaError.notFound` when a file is missing; `AssistantError` when a line is not what it should be.
    func read() throws -> EvaluationSet {
        let folder = URL(filePath: path)
        func file(_ name: String) throws -> Data {
            do {
                return try Data(contentsOf: folder.appending(path: name))
            } catch {
                throw ReplicaError.notFound(
                    "\(path) holds no \(name) that can be read; give the folder of an evaluation set")
            }
        }
        return try EvaluationSet(
            name: folder.standardizedFileURL.lastPathComponent, articles: try file("articles.jsonl"),
            questions: try file("queries.jsonl"))
    }

    /// Reads a file of messages for `--injections`.
    ///
    /// - Throws: `ReplicaError.notFound` when it cannot be read; `AssistantError` when a line is not what it should be.
    static func messages(at path: String) throws -> [InjectionMessage] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw ReplicaError.notFound("\(path) cannot be read; give a file of JSON lines with text")
        }
        return try InjectionMessage.messages(data, file: URL(filePath: path).lastPathComponent)
    }

    /// Writes a run file, whole or not at all.
    static func write(_ lines: [RunLine], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = Data()
        for line in lines {
            data += try encoder.encode(line)
            data.append(UInt8(ascii: "\n"))
        }
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ReplicaError.unwritable(path: path, reason: (error as NSError).localizedDescription)
        }
    }
}
