import Testing

@testable import Hub

@Suite struct ScheduleTests {
    static let weekdays = Array(repeating: [OpeningHours(opens: 9 * 3600, closes: 17 * 3600)], count: 5) + [[], []]

    static func berlin(holidays: [String] = []) throws -> BusinessSchedule {
        let zone = try #require(LocalZone(identifier: "Europe/Berlin"))
        return try BusinessSchedule(zone: zone, week: weekdays, holidays: holidays.compactMap { LocalDate($0) })
    }

    @Test func `business seconds count opening hours only`() throws {
        let history = ScheduleHistory(try Self.berlin())
        // 2024-07-05 is a Friday; Berlin is two hours ahead.
        #expect(
            history.businessSeconds(from: Instant("2024-07-05T14:00:00Z"), to: Instant("2024-07-08T08:00:00Z")) == 7200)
        #expect(
            history.businessSeconds(from: Instant("2024-07-06T00:00:00Z"), to: Instant("2024-07-07T23:00:00Z")) == 0)
        #expect(
            history.businessSeconds(from: Instant("2024-07-08T08:00:00Z"), to: Instant("2024-07-05T14:00:00Z")) == 0)
        #expect(
            history.businessSeconds(from: Instant("2024-01-01T00:00:00Z"), to: Instant("2024-12-30T00:00:00Z"))
                == 52 * 40 * 3600)
    }

    @Test func `a holiday has no opening hours`() throws {
        let history = ScheduleHistory(try Self.berlin(holidays: ["2024-07-08"]))
        let friday = Instant("2024-07-05T14:00:00Z")
        #expect(history.instant(consumingSeconds: 3600, from: friday) == Instant("2024-07-05T15:00:00Z"))
        #expect(history.instant(consumingSeconds: 3601, from: friday) == Instant("2024-07-09T07:00:01Z"))
        #expect(history.isOpen(at: Instant("2024-07-08T10:00:00Z")) == false)
    }

    @Test func `a day of the clock change is an hour shorter or longer`() throws {
        let zone = try #require(LocalZone(identifier: "Europe/Berlin"))
        let whole = Array(repeating: [OpeningHours(opens: 0, closes: 86_400)], count: 7)
        let schedule = try BusinessSchedule(zone: zone, week: whole, holidays: [try #require(LocalDate("2030-01-01"))])
        let history = ScheduleHistory(schedule)
        for (day, hours) in [("2024-03-31", 23), ("2024-10-27", 25), ("2024-10-28", 24)] as [(String, Int64)] {
            let date = try #require(LocalDate(day))
            let (start, end) = (zone.start(of: date), zone.start(of: date.advanced(byDays: 1)))
            #expect(history.businessSeconds(from: start, to: end) == hours * 3600)
            #expect(abs(history.businessDays(from: start, to: end) - 1) < 1e-12)
        }
    }

    @Test func `business time uses the schedule version in force at each instant`() throws {
        let late = try BusinessSchedule(
            zone: .utc, week: Array(repeating: [OpeningHours(opens: 12 * 3600, closes: 14 * 3600)], count: 7)
        )
        let early = try BusinessSchedule(
            zone: .utc, week: Array(repeating: [OpeningHours(opens: 0, closes: 6 * 3600)], count: 7)
        )
        let history = try ScheduleHistory(versions: [
            .init(from: Instant("2024-05-10T13:00:00Z"), schedule: late),
            .init(from: Instant("2024-05-01T00:00:00Z"), schedule: early),
        ])
        #expect(
            history.businessSeconds(from: Instant("2024-05-10T00:00:00Z"), to: Instant("2024-05-11T00:00:00Z"))
                == 7 * 3600)
        #expect(
            history.instant(consumingSeconds: 7 * 3600 + 1, from: Instant("2024-05-10T00:00:00Z"))
                == Instant("2024-05-11T12:00:01Z"))
        // The first version also holds before it came into force: imported tickets are older than any setting.
        #expect(
            history.businessSeconds(from: Instant("2023-01-01T00:00:00Z"), to: Instant("2023-01-02T00:00:00Z"))
                == 6 * 3600)
    }

    @Test func `one business day is one open schedule day whatever its length`() throws {
        var week = Self.weekdays
        week[4] = [OpeningHours(opens: 9 * 3600, closes: 12 * 3600)]
        let history = ScheduleHistory(try BusinessSchedule(zone: .utc, week: week))
        // From Monday 10:00 to Tuesday 10:00; from Thursday 13:00 half a day is left, then half of Friday: 90 minutes.
        #expect(
            history.instant(consumingBusinessDays: 1, from: Instant("2024-07-01T10:00:00Z"))
                == Instant("2024-07-02T10:00:00Z"))
        #expect(
            history.instant(consumingBusinessDays: 1, from: Instant("2024-07-04T13:00:00Z"))
                == Instant("2024-07-05T10:30:00Z"))
        #expect(
            history.instant(consumingBusinessDays: 1, from: Instant("2024-07-06T13:00:00Z"))
                == Instant("2024-07-08T17:00:00Z"))
        #expect(history.businessDays(from: Instant("2024-07-04T13:00:00Z"), to: Instant("2024-07-05T10:30:00Z")) == 1)
    }

    @Test func `hours that make no sense are refused with a reason`() {
        let refused: [[[OpeningHours]]] = [
            [], Array(repeating: [], count: 7),
            [[OpeningHours(opens: 10, closes: 10)]] + Array(repeating: [], count: 6),
            [[OpeningHours(opens: -1, closes: 10)]] + Array(repeating: [], count: 6),
            [[OpeningHours(opens: 0, closes: 86_401)]] + Array(repeating: [], count: 6),
            [[OpeningHours(opens: 0, closes: 10), OpeningHours(opens: 9, closes: 12)]] + Array(repeating: [], count: 6),
        ]
        for week in refused {
            #expect(throws: HubError.self) { try BusinessSchedule(zone: .utc, week: week) }
        }
        #expect(throws: HubError.self) { try ScheduleHistory(versions: []) }
    }

    /// Opening hours, holidays and a second version, all at random, over the weeks of a clock change.
    @Test(arguments: MetricsSeed.seeds(15))
    func `open time equals a simulation second by second`(seed: UInt64) throws {
        var random = MetricsSeed(seed: seed)
        let names = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
        func schedule() throws -> BusinessSchedule {
            let zone = try #require(LocalZone(identifier: names.randomElement(using: &random) ?? "UTC"))
            var week = (0..<7).map { _ -> [OpeningHours] in
                let cuts = Set(
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        Int.random(in: 0...96, using: &random) * 900
                    }
                ).sorted()
                return stride(from: 0, to: cuts.count - 1, by: 2).map {
                    OpeningHours(opens: cuts[$0], closes: cuts[$0 + 1])
                }
            }
            week[Int.random(in: 0..<7, using: &random)] = [OpeningHours(opens: 3600, closes: 4 * 3600)]
            let base = try #require(LocalDate("2024-10-20"))
            let holidays = (0..<2).map { _ in base.advanced(byDays: Int.random(in: 0...14, using: &random)) }
            return try BusinessSchedule(zone: zone, week: week, holidays: holidays)
        }
        let first = try #require(["2024-10-25T00:00:00Z", "2024-03-29T00:00:00Z"].randomElement(using: &random))
        let base = Instant(first)
        let start = base.advanced(bySeconds: Int64.random(in: 0...86_400, using: &random))
        let end = start.advanced(bySeconds: Int64.random(in: 0...500_000, using: &random))
        let change = start.advanced(bySeconds: Int64.random(in: 0...300_000, using: &random))
        let history = try ScheduleHistory(versions: [
            .init(from: base, schedule: schedule()), .init(from: change, schedule: schedule()),
        ])
        let target = Int64.random(in: 1...100_000, using: &random)
        var (consumed, reached, now): (Int64, Instant?, Instant) = (0, nil, start)
        while now < end {
            if history.isOpen(at: now) { consumed += 1 }
            now = now.advanced(bySeconds: 1)
            if consumed == target, reached == nil { reached = now }
        }
        #expect(history.businessSeconds(from: start, to: end) == consumed, "seed \(seed)")
        let found = try #require(history.instant(consumingSeconds: target, from: start))
        if let reached { #expect(found == reached, "seed \(seed)") } else { #expect(found > end, "seed \(seed)") }
        #expect(history.businessSeconds(from: start, to: found) == target, "seed \(seed)")
    }
}
