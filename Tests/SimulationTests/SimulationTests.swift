import Simulation
import SyncProtocol
import Testing

@Suite struct SimulationTests {
    @Test(arguments: UInt64(1)...12)
    func `a world with losses, crashes, moves, revocations and erasures ends in agreement`(seed: UInt64) throws {
        var world = try World(seed: seed)
        try world.run()
    }

    @Test func `a world plays the same from the same seed`() throws {
        var first: [String] = []
        var second: [String] = []
        var world = try World(seed: 77) { first.append($0) }
        try world.run()
        world = try World(seed: 77) { second.append($0) }
        try world.run()
        #expect(first == second)
    }

    @Test(arguments: PlantedDefect.allCases)
    func `each planted defect is found`(defect: PlantedDefect) throws {
        PlantedDefect.$current.withValue(defect) {
            #expect(throws: (any Error).self) {
                for seed in UInt64(1)...400 {
                    var world = try World(seed: seed)
                    try world.run()
                }
            }
        }
    }
}
