import CRDT
import Testing

struct WorldTests {
    @Test(arguments: 0..<4)
    func `random worlds converge and read as the definitions say`(batch: Int) {
        for seed in Seeds.share(batch, of: 50, base: 1) {
            let steps = 20 + Int(seed % 41)
            guard !World.problems(seed: seed, steps: steps).isEmpty else { continue }
            let (fewest, problems) = World.shrunk(seed: seed, steps: steps)
            Issue.record("CRDT_SEED=\(seed), after \(fewest) steps: \(problems.joined(separator: "\n"))")
        }
    }
}
