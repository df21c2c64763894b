import ArgumentParser
import Simulation
import SyncProtocol

/// Plays simulated worlds and reports the first invariant that one of them breaks.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conv-simulate",
        abstract: "Plays whole worlds of server, replicas, clocks and network, each from its seed."
    )

    @Option(help: "The seeds to play, as FIRST..LAST.")
    var seeds = "1..1000"

    @Option(help: "Play one seed and print each step.")
    var replay: UInt64?

    @Option(help: "Switch a planted defect on: \(PlantedDefect.allCases.map(\.rawValue).joined(separator: ", ")).")
    var defect: String?

    func run() throws {
        let planted = try defect.map { name in
            guard let defect = PlantedDefect(rawValue: name) else {
                throw ValidationError("no planted defect has this name; see --help")
            }
            return defect
        }
        try PlantedDefect.$current.withValue(planted) {
            if let replay {
                var world = try World(seed: replay, disks: DiskPool()) { print($0) }
                try world.run()
                print("seed \(replay): no violation")
            } else {
                try playAll()
            }
        }
    }

    private func playAll() throws {
        let bounds = seeds.split(separator: ".").compactMap { UInt64($0) }
        guard bounds.count == 2, bounds[0] <= bounds[1] else {
            throw ValidationError("--seeds takes FIRST..LAST, for example 1..1000")
        }
        let clock = ContinuousClock()
        let start = clock.now
        var failureCount = 0
        let disks = DiskPool()
        for seed in bounds[0]...bounds[1] {
            do {
                var world = try World(seed: seed, disks: disks)
                try world.run()
            } catch {
                failureCount += 1
                print(
                    "\(error)\n  play it again with: script/simulate --replay \(seed)\(defect.map { " --defect \($0)" } ?? "")"
                )
                if defect != nil { break }
            }
            if failureCount == 0, seed.isMultiple(of: 500) {
                print("\(seed - bounds[0] + 1) worlds, no violation so far")
            }
        }
        let seconds = (clock.now - start) / .seconds(1)
        let count = bounds[1] - bounds[0] + 1
        let rate = (Double(count) / seconds * 10).rounded() / 10
        print("\(count) worlds, \(failureCount) violations, \(rate) worlds/s")
        if failureCount > 0 { throw ExitCode(3) }
    }
}
