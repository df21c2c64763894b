import Simulation
import SyncProtocol
import Testing

@Suite struct SimulationTests {
    @Test(arguments: UInt64(1)...12)
    func `a world with losses, crashes, moves, revocations and erasures ends in agreement`(seed: UInt64) throws {
        var world = try World(seed: seed, disks: DiskPool())
        try world.run()
    }

    /// Worlds that once did not: replies of a copied device, moves in a lost tail, an administrator who gave up the role.
    @Test(arguments: [UInt64](arrayLiteral: 2589, 3251, 3404, 7891, 13548, 17101))
    func `a rare world ends in agreement as well`(seed: UInt64) throws {
        var world = try World(seed: seed, disks: DiskPool())
        try world.run()
    }

    @Test func `a world plays the same from the same seed, on new disks and on used ones`() throws {
        let disks = DiskPool()
        func steps(_ seed: UInt64, _ disks: DiskPool) throws -> [String] {
            var steps: [String] = []
            var world = try World(seed: seed, disks: disks) { steps.append($0) }
            try world.run()
            return steps
        }
        for seed in UInt64(20)...24 {
            let first = try steps(seed, DiskPool())
            #expect(try steps(seed, disks) == first)
            #expect(try steps(seed, disks) == first)
        }
    }

    @Test(arguments: PlantedDefect.allCases)
    func `each planted defect is found`(defect: PlantedDefect) throws {
        PlantedDefect.$current.withValue(defect) {
            let disks = DiskPool()
            #expect(throws: (any Error).self) {
                for seed in UInt64(1)...400 {
                    var world = try World(seed: seed, disks: disks)
                    try world.run()
                }
            }
        }
    }
}
