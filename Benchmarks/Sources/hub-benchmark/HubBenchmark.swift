import ArgumentParser
import Foundation

/// The parts of `Benchmarks/hub` that need more than the two commands: each prints one JSON object.
@main
struct HubBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub-benchmark",
        abstract: "Measures the log, and queries of a replica; Benchmarks/hub drives it.",
        subcommands: [RawInserts.self, LogPush.self, ReplicaQueries.self]
    )
}

/// Prints what was measured.
func report(_ figures: [String: Double]) throws {
    let data = try JSONSerialization.data(withJSONObject: figures, options: [.sortedKeys])
    print(String(decoding: data, as: UTF8.self))
}

/// Seconds that `body` takes.
func seconds<Value>(_ body: () throws -> Value) rethrows -> (Value, Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try body()
    return (value, (clock.now - start) / .seconds(1))
}

extension [Double] {
    /// The nearest-rank percentile; `fraction` is 0…1. The array must not be empty.
    func percentile(_ fraction: Double) -> Double {
        let sorted = sorted()
        return sorted[
            Swift.min(sorted.count - 1, Swift.max(0, Int((fraction * Double(sorted.count)).rounded(.up)) - 1))]
    }
}
