import Hub
import TestSupport
import Testing

@testable import Scenes

@Suite struct MomentTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_780_000_000_000, "2026-05-28T20:26:40Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_826_554_500, "2000-02-29T12:15:54.500Z"),
    ]) func `a moment is told in UTC`(_ milliseconds: Int64, _ text: String) {
        #expect(Moment(Instant(milliseconds: milliseconds)).description == text)
    }

    @Test(arguments: 0..<50) func `a moment reads back from its JSON`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let moment = Moment(
            Instant(milliseconds: .random(in: -60_000_000_000_000...200_000_000_000_000, using: &random)))
        #expect(try JSON.roundTrip(moment) == moment, "seed \(seed)")
    }
}
