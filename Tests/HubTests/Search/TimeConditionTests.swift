import Foundation
import Hub
import Testing

struct TimeConditionTests {
    private func context(_ zone: String, now: String = "2024-03-15T12:00:00Z") throws -> SearchContext {
        SearchContext(now: try instant(now), zone: try #require(LocalZone(identifier: zone)))
    }

    private func instant(_ text: String) throws -> Instant {
        let date = try Date(text, strategy: .iso8601)
        return Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
    }

    private func check(
        _ text: String, in zone: String, from: String?, to: String?, location: SourceLocation = #_sourceLocation
    ) throws {
        let interval = try #require(TimeCondition(text), sourceLocation: location).interval(in: context(zone))
        #expect(interval.from == (try from.map(instant)), sourceLocation: location)
        #expect(interval.to == (try to.map(instant)), sourceLocation: location)
    }

    @Test func `periods are half-open and follow the workspace's clock`() throws {
        try check("2024-01-15", in: "UTC", from: "2024-01-15T00:00:00Z", to: "2024-01-16T00:00:00Z")
        try check("2024-01-15", in: "Europe/Berlin", from: "2024-01-14T23:00:00Z", to: "2024-01-15T23:00:00Z")
        try check("2024-12", in: "UTC", from: "2024-12-01T00:00:00Z", to: "2025-01-01T00:00:00Z")
        try check("2024", in: "Asia/Kathmandu", from: "2023-12-31T18:15:00Z", to: "2024-12-31T18:15:00Z")
        try check("2024-02-29T23:59", in: "UTC", from: "2024-02-29T23:59:00Z", to: "2024-03-01T00:00:00Z")
        try check(">2024-01-01", in: "UTC", from: "2024-01-02T00:00:00Z", to: nil)
        try check(">=2024-01-01", in: "UTC", from: "2024-01-01T00:00:00Z", to: nil)
        try check("<2024-01", in: "UTC", from: nil, to: "2024-01-01T00:00:00Z")
        try check("<=2024-01", in: "UTC", from: nil, to: "2024-02-01T00:00:00Z")
        try check("2024-01..2024-02", in: "UTC", from: "2024-01-01T00:00:00Z", to: "2024-03-01T00:00:00Z")
        try check("today", in: "Pacific/Auckland", from: "2024-03-15T11:00:00Z", to: "2024-03-16T11:00:00Z")
        try check("yesterday", in: "UTC", from: "2024-03-14T00:00:00Z", to: "2024-03-15T00:00:00Z")
        try check("36h", in: "UTC", from: "2024-03-14T00:00:00Z", to: nil)
    }

    @Test func `the first and the last year have both ends`() throws {
        for text in ["0001", "9999", "9999-12", "9999-12-31", "9999-12-31T23:59"] {
            let interval = try #require(TimeCondition(text)).interval(in: context("Europe/Berlin"))
            #expect(try #require(interval.from) < #require(interval.to), "\(text)")
        }
        for text in ["0000", "0000-01-01", "10000", "-001", "2024-00", "2024-1", "2024-01-32", "2024-01-01T24:00"] {
            #expect(TimeCondition(text) == nil, "\(text)")
        }
    }

    @Test func `days of a clock change are 23 or 25 hours long`() throws {
        try check("2024-03-31", in: "Europe/Berlin", from: "2024-03-30T23:00:00Z", to: "2024-03-31T22:00:00Z")
        try check("2024-10-27", in: "Europe/Berlin", from: "2024-10-26T22:00:00Z", to: "2024-10-27T23:00:00Z")
    }

    @Test func `a time that the clocks skip is the moment of the skip, one shown twice the first`() throws {
        try check("2024-03-31T02:30", in: "Europe/Berlin", from: "2024-03-31T01:00:00Z", to: "2024-03-31T01:00:00Z")
        try check("2024-10-27T02:30", in: "Europe/Berlin", from: "2024-10-27T00:30:00Z", to: "2024-10-27T00:31:00Z")
        // Lebanon's clocks go from midnight to one: the day begins at one.
        try check("2022-03-27", in: "Asia/Beirut", from: "2022-03-26T22:00:00Z", to: "2022-03-27T21:00:00Z")
    }

    @Test func `days and months in a row leave no gap and no overlap`() throws {
        for zone in ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Beirut"] {
            let context = try context(zone)
            var end: Instant?
            for month in 1...12 {
                for day in 1...28 {
                    let text = "2022-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                    let interval = try #require(TimeCondition(text)).interval(in: context)
                    if day > 1 { #expect(interval.from == end, "\(zone) \(text)") }
                    end = interval.to
                }
            }
        }
    }

    @Test func `an instant belongs to its start and not to its end`() throws {
        let interval = try #require(TimeCondition("2024-01-15")).interval(in: context("UTC"))
        let (from, to) = (try instant("2024-01-15T00:00:00Z"), try instant("2024-01-16T00:00:00Z"))
        #expect(interval.contains(from))
        #expect(!interval.contains(Instant(milliseconds: from.milliseconds - 1)))
        #expect(interval.contains(Instant(milliseconds: to.milliseconds - 1)))
        #expect(!interval.contains(to))
    }
}
