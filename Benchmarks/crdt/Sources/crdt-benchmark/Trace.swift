import CRDT
import Foundation

/// One edit of a text: at `position` (scalars) `deleted` scalars give way to `inserted`.
struct TracePatch {
    let position: Int
    let deleted: Int
    let inserted: String
}

/// What one writer did at once, on top of the merge of its parents.
struct TraceTransaction {
    let agent: Int
    let parents: [Int]
    let patches: [TracePatch]
}

/// The recorded history of a text.
struct Trace {
    var isConcurrent: Bool
    var agentCount: Int
    var transactions: [TraceTransaction]
    /// What the text reads as in the end; nil for a history whose end nobody recorded.
    var endContent: String?

    /// Reads a `.ctr`, `.json` or `.json.gz` file.
    init(path: String) throws {
        let name = URL(fileURLWithPath: path).lastPathComponent
        if name.hasSuffix(".ctr") {
            self = try CompactTraceReader.read([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
        } else if name.hasSuffix(".json.gz") {
            self = try JSONTrace.read(try Self.decompressed(path))
        } else if name.hasSuffix(".json") {
            self = try JSONTrace.read(Data(contentsOf: URL(fileURLWithPath: path)))
        } else {
            throw BenchmarkError("a trace is a .ctr, .json or .json.gz file: \(name)")
        }
    }

    init(isConcurrent: Bool, agentCount: Int, transactions: [TraceTransaction], endContent: String?) {
        self.isConcurrent = isConcurrent
        self.agentCount = agentCount
        self.transactions = transactions
        self.endContent = endContent
    }

    private static func decompressed(_ path: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", "--", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("gzip cannot read the trace") }
        return data
    }

    /// The history glued `copies` times: every copy edits what the ones before it left, at the text's start.
    func repeated(_ copies: Int) -> Trace {
        guard copies > 1 else { return self }
        var result = self
        let heads = frontier
        for copy in 1..<copies {
            let base = copy * transactions.count
            result.transactions += transactions.map { transaction in
                let parents =
                    transaction.parents.isEmpty
                    ? heads.map { $0 + base - transactions.count } : transaction.parents.map { $0 + base }
                return TraceTransaction(agent: transaction.agent, parents: parents, patches: transaction.patches)
            }
        }
        result.endContent = endContent.map { String(repeating: $0, count: copies) }
        return result
    }

    /// The transactions that no other has built on.
    private var frontier: [Int] {
        var isBuiltOn = [Bool](repeating: false, count: transactions.count)
        for transaction in transactions { for parent in transaction.parents { isBuiltOn[parent] = true } }
        return transactions.indices.filter { !isBuiltOn[$0] }
    }

    var patches: [TracePatch] { transactions.flatMap(\.patches) }
}

/// What a benchmark cannot do, in a sentence.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The JSON form of the public collection josephg/editing-traces.
private struct JSONTrace: Decodable {
    struct Transaction: Decodable {
        let agent: Int?
        let parents: [Int]?
        let patches: [Patch]
    }

    struct Patch: Decodable {
        let patch: TracePatch

        init(from decoder: any Decoder) throws {
            var fields = try decoder.unkeyedContainer()
            patch = TracePatch(
                position: try fields.decode(Int.self), deleted: try fields.decode(Int.self),
                inserted: try fields.decode(String.self)
            )
        }
    }

    let kind: String?
    let endContent: String
    let numAgents: Int?
    let txns: [Transaction]

    static func read(_ data: Data) throws -> Trace {
        let file = try JSONDecoder().decode(JSONTrace.self, from: data)
        let isConcurrent = file.kind == "concurrent"
        let transactions = file.txns.enumerated().map { index, transaction in
            TraceTransaction(
                agent: isConcurrent ? transaction.agent ?? 0 : 0,
                parents: isConcurrent ? transaction.parents ?? [] : index == 0 ? [] : [index - 1],
                patches: transaction.patches.map(\.patch)
            )
        }
        return Trace(
            isConcurrent: isConcurrent, agentCount: isConcurrent ? file.numAgents ?? 1 : 1, transactions: transactions,
            endContent: file.endContent
        )
    }
}

/// The compact form: "CTR1", kind, agents, transactions, end; every number an unsigned LEB128.
private struct CompactTraceReader {
    private let bytes: [UInt8]
    private var position = 5

    static func read(_ bytes: [UInt8]) throws -> Trace {
        guard bytes.starts(with: Array("CTR1".utf8)), bytes.count > 5 else {
            throw BenchmarkError("the file does not begin with CTR1")
        }
        var reader = CompactTraceReader(bytes: bytes)
        return try reader.trace(isConcurrent: bytes[4] == 1)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func trace(isConcurrent: Bool) throws -> Trace {
        let agentCount = try number()
        let count = try number()
        var transactions: [TraceTransaction] = []
        transactions.reserveCapacity(count)
        for index in 0..<count {
            let agent = try number()
            var parents: [Int] = []
            for _ in 0..<(try number()) { parents.append(index - (try number())) }
            var patches: [TracePatch] = []
            for _ in 0..<(try number()) {
                patches.append(TracePatch(position: try number(), deleted: try number(), inserted: try text()))
            }
            transactions.append(TraceTransaction(agent: agent, parents: parents.sorted(), patches: patches))
        }
        return Trace(
            isConcurrent: isConcurrent, agentCount: agentCount, transactions: transactions, endContent: try text()
        )
    }

    private mutating func number() throws -> Int {
        var (result, shift) = (0, 0)
        while position < bytes.count, shift < 63 {
            let byte = bytes[position]
            position += 1
            result |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw BenchmarkError("the trace ends too early")
    }

    private mutating func text() throws -> String {
        let count = try number()
        guard count <= bytes.count - position else { throw BenchmarkError("the trace ends too early") }
        defer { position += count }
        return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }
}
