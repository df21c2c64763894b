import Foundation

let usage = """
    crdt-benchmark seq TRACE              one writer, a change for every patch
    crdt-benchmark emit TRACE             the same, every change handed to a second replica
    crdt-benchmark live TRACE [COPIES]    a concurrent trace, change by change
    crdt-benchmark merge TRACE [COPIES]   a concurrent trace, opened from its saved history
    crdt-benchmark map [COUNT]            sets of 1,000 keys
    crdt-benchmark small [COUNT]          tickets of ten operations
    crdt-benchmark messages [COUNT]       a long conversation
    crdt-benchmark sync TRACE             one edit after a whole trace
    crdt-benchmark features TRACE         marks, stable positions and undo
    crdt-benchmark branchy [COUNT] [WRITERS]   a history of many branches, change by change
    crdt-benchmark curve TRACE            how costs grow with length and writers
    crdt-benchmark undo [COUNT]           undo in a marked text and in a list after so many changes
    crdt-benchmark versions TRACE         text, differences and authors at versions, beside a replay
    crdt-benchmark fuzz [COUNT] [SEED]    damaged changes, updates and documents
    crdt-benchmark practice [COUNT]       a ticket, a discussion and an article, as a hub holds them
    crdt-benchmark synthetic NAME         typing, branches or tickets, to count instructions of

    TRACE is a .ctr, .json or .json.gz file. Each prints one JSON object.
    """

func run(_ arguments: [String]) throws -> Findings {
    func trace() throws -> Trace {
        guard arguments.count > 1 else { throw BenchmarkError("a trace's path is missing\n\n\(usage)") }
        return try Trace(path: arguments[1])
    }
    func count(_ position: Int, default fallback: Int) throws -> Int {
        guard arguments.count > position else { return fallback }
        guard let count = Int(arguments[position]), count > 0 else {
            throw BenchmarkError("\(arguments[position]) is no count\n\n\(usage)")
        }
        return count
    }
    switch arguments.first {
    case "seq": return try SequentialWorkloads.sequential(trace())
    case "emit": return try SequentialWorkloads.emitting(trace())
    case "live": return try ConcurrentWorkloads.live(trace().repeated(count(2, default: 1)))
    case "merge": return try ConcurrentWorkloads.merge(trace().repeated(count(2, default: 1)))
    case "map": return try ObjectWorkloads.map(count(1, default: 100_000))
    case "small": return try ObjectWorkloads.small(count(1, default: 100_000))
    case "messages": return try ObjectWorkloads.messages(count(1, default: 10_000))
    case "sync": return try SyncWorkload.run(trace())
    case "features": return try TextFeatureWorkload.run(trace())
    case "branchy": return try ScaleWorkload.branchy(count(1, default: 20_000), writers: count(2, default: 300))
    case "fuzz": return try FuzzWorkload.run(count(1, default: 1_000_000), seed: UInt64(count(2, default: 1)))
    case "practice": return try PracticeWorkload.run(count(1, default: 200))
    case "synthetic": return try SyntheticWorkload.run(arguments.count > 1 ? arguments[1] : "")
    case "curve": return try ScaleWorkload.curve(trace())
    case "versions": return try VersionWorkload.run(trace())
    case "undo": return try UndoWorkload.run(count(1, default: 16_000))
    default: throw BenchmarkError(usage)
    }
}

do {
    try run(Array(CommandLine.arguments.dropFirst())).print()
} catch {
    FileHandle.standardError.write(Data("crdt-benchmark: \(error)\n".utf8))
    exit(2)
}
