import ArgumentParser
import Foundation
import Simulation
import SyncProtocol

/// Plays simulated worlds and reports the first invariant that each of them breaks.
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

    @Option(
        help: ArgumentHelp(
            "Switch a planted defect on, and stop when it is found.",
            discussion: PlantedDefect.allCases.map(\.rawValue).joined(separator: ", "), valueName: "name"
        )
    )
    var defect: String?

    func run() throws {
        let planted = try defect.map { name in
            guard let defect = PlantedDefect(rawValue: name) else {
                throw ValidationError("no planted defect has this name; see --help")
            }
            return defect
        }
        try PlantedDefect.$current.withValue(planted) {
            if let replay { try playAgain(replay) } else { try playAll() }
        }
    }

    private func playAgain(_ seed: UInt64) throws {
        do {
            var world = try World(seed: seed, disks: DiskPool()) { print($0) }
            try world.run()
            print("seed \(seed): no violation")
        } catch let violation as Violation {
            print(violation)
            throw ExitCode(3)
        }
    }

    private func playAll() throws {
        let range = try range()
        let clock = ContinuousClock()
        let start = clock.now
        let disks = DiskPool()
        var worldCount = 0
        var violationCount = 0
        for seed in range {
            worldCount += 1
            do {
                var world = try World(seed: seed, disks: disks)
                try world.run()
            } catch {
                violationCount += 1
                let again = "script/simulate --replay \(seed)\(defect.map { " --defect \($0)" } ?? "")"
                report("\(error)\n  play it again with: \(again)")
                if defect != nil { break }
            }
            if worldCount.isMultiple(of: 1000) { report("\(worldCount) worlds, \(violationCount) violations so far") }
        }
        let seconds = (clock.now - start) / .seconds(1)
        let rate = (Double(worldCount) / seconds * 10).rounded() / 10
        report("\(worldCount) worlds, \(violationCount) violations, \(rate) worlds/s")
        if violationCount > 0 { throw ExitCode(3) }
    }

    private func range() throws -> ClosedRange<UInt64> {
        let ends = seeds.components(separatedBy: "..").map { UInt64($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
            throw ValidationError("--seeds takes FIRST..LAST, for example 1..1000")
        }
        return first...last
    }

    /// Prints at once: a pipe would else hold lines back until the end of a long run.
    private func report(_ line: String) {
        print(line)
        fflush(nil)
    }
}
