import Testing

@testable import Hub

@Suite struct DeltaTests {
    @Test func `rates change in percentage points, counts and times in percent`() throws {
        let rate = try #require(Delta.ofRates(Proportion(60, of: 100), since: Proportion(50, of: 100)))
        #expect(abs(rate.value - 10) < 1e-9 && rate.unit == .percentagePoints)
        let count = try #require(Delta.ofCounts(30, since: 40))
        #expect(count.value == -25 && count.unit == .percent && count.isSignificant == nil)
        let now = Array(repeating: Int64(50), count: 20), before = Array(repeating: Int64(100), count: 20)
        let time = try #require(Delta.ofMedians(now, since: before))
        #expect(time.value == -50 && time.unit == .percent && time.isSignificant == true)
    }

    @Test func `below twenty on either side there is no delta`() {
        #expect(Delta.ofRates(Proportion(5, of: 19), since: Proportion(50, of: 100)) == nil)
        #expect(Delta.ofRates(Proportion(5, of: 20), since: Proportion(5, of: 19)) == nil)
        #expect(Delta.ofRates(Proportion(5, of: 20), since: Proportion(5, of: 20)) != nil)
        #expect(Delta.ofMedians(Array(1...19), since: Array(1...30)) == nil)
        #expect(Delta.ofMedians(Array(1...30), since: Array(1...19)) == nil)
        #expect(Delta.ofCounts(100, since: 19) == nil)
    }

    @Test func `the mark needs p below 0.05`() {
        // z = 2.00 and z = 1.85 by hand.
        #expect(Significance.differ(Proportion(64, of: 100), Proportion(50, of: 100)))
        #expect(!Significance.differ(Proportion(63, of: 100), Proportion(50, of: 100)))
        #expect(!Significance.differ(Proportion(0, of: 50), Proportion(0, of: 50)))
        #expect(!Significance.differ(Proportion(0, of: 0), Proportion(1, of: 2)))
    }

    @Test func `the rank test sees a shift and not a reordering`() {
        let low = (0..<30).map { Int64($0) }, high = (0..<30).map { Int64($0 + 10) }
        #expect(Significance.differ(low, high) && Significance.differ(high, low))
        #expect(!Significance.differ(low, low.reversed()))
        // All the same: no variance, no mark.
        #expect(!Significance.differ(Array(repeating: 1, count: 30), Array(repeating: 1, count: 30)))
        // Ties share their mean rank: of 15 ones (8) and 25 twos (28) z is 1.61, of 20 (10.5) and 20 (30.5) it is 3.12.
        func answers(_ ones: Int) -> [Int64] {
            Array(repeating: 1, count: ones) + Array(repeating: 2, count: 20 - ones)
        }
        #expect(!Significance.differ(answers(10), answers(5)))
        #expect(Significance.differ(answers(15), answers(5)))
        // U = 8 of 5 × 5 with no ties: z = 0.94; U = 2: z = 2.19.
        #expect(!Significance.differ([1, 2, 5, 7, 8], [3, 4, 6, 9, 10]))
        #expect(Significance.differ([1, 2, 3, 4, 7], [5, 6, 8, 9, 10]))
    }

    @Test func `the previous window is as long on the local calendar and on the same weekdays`() throws {
        let berlin = try #require(LocalZone(identifier: "Europe/Berlin"))
        func window(_ start: String, _ end: String) throws -> MetricWindow {
            MetricWindow(
                start: berlin.start(of: try #require(LocalDate(start))),
                end: berlin.start(of: try #require(LocalDate(end)))
            )
        }
        // The clock change of 2024-03-31 lies in the window, not in the one before.
        #expect(try window("2024-03-29", "2024-04-05").previous(in: berlin) == window("2024-03-22", "2024-03-29"))
        #expect(try window("2024-04-01", "2024-04-02").previous(in: berlin) == window("2024-03-25", "2024-03-26"))
        #expect(try window("2024-04-01", "2024-05-01").previous(in: berlin) == window("2024-02-26", "2024-03-27"))
    }

    @Test func `a trendline's steps are local days, or weeks from Monday`() throws {
        let berlin = try #require(LocalZone(identifier: "Europe/Berlin"))
        let window = MetricWindow(start: Instant("2024-03-29T12:00:00Z"), end: Instant("2024-04-09T05:00:00Z"))
        let days = window.buckets(by: .day, in: berlin), weeks = window.buckets(by: .week, in: berlin)
        #expect(days.count == 12 && days[2].end.milliseconds - days[2].start.milliseconds == 23 * 3_600_000)
        #expect(
            weeks.map(\.end) == [
                Instant("2024-03-31T22:00:00Z"), Instant("2024-04-07T22:00:00Z"), Instant("2024-04-09T05:00:00Z"),
            ])
        for buckets in [days, weeks] {
            #expect(buckets.first?.start == window.start && buckets.last?.end == window.end)
            #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.end == $1.start })
        }
        #expect(days.index(holding: Instant("2024-03-31T22:00:00Z")) == 3)
        #expect(days.index(holding: window.end) == nil)
        #expect(days.index(holding: Instant("2024-03-29T11:59:59Z")) == nil)
    }
}
