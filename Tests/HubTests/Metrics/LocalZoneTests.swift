import Foundation
import Testing

@testable import Hub

@Suite struct LocalZoneTests {
    @Test func `every day of four centuries survives the way to components and back`() throws {
        let lost = (-100_000...100_000).filter { number in
            let (year, month, day) = LocalDate(dayNumber: number).components
            return LocalDate(year: year, month: month, day: day)?.dayNumber != number
        }
        #expect(lost.isEmpty)
        #expect(LocalDate("2024-02-29")?.description == "2024-02-29")
        #expect(try #require(LocalDate("1970-01-01")).weekday == 3)
        for refused in ["2023-02-29", "2023-13-01", "2023-1-01", "20230101", "2023-01-01-", "-023-01-01", ""] {
            #expect(LocalDate(refused) == nil)
        }
    }

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kolkata",
    ])
    func `the table of offsets agrees with the system's calendar`(name: String) throws {
        let (zone, system) = (try #require(LocalZone(identifier: name)), try #require(TimeZone(identifier: name)))
        let wrong = stride(from: Int64(0), to: 24 * 365 * 80, by: 7).filter { hour in
            let instant = Instant(milliseconds: hour * 3_600_000)
            let offset = system.secondsFromGMT(for: Date(timeIntervalSince1970: Double(hour * 3600)))
            return zone.localMilliseconds(at: instant) - instant.milliseconds != Int64(offset) * 1000
        }
        #expect(wrong.isEmpty)
    }

    @Test func `a zone that the system does not know is refused`() {
        #expect(LocalZone(identifier: "Nowhere/Land") == nil)
    }

    @Test func `a local time that clocks skip is the end of the gap, one that they repeat is its first`() throws {
        let berlin = try #require(LocalZone(identifier: "Europe/Berlin"))
        let spring = try #require(LocalDate("2024-03-31")), autumn = try #require(LocalDate("2024-10-27"))
        func instant(_ date: LocalDate, hours: Double) -> Instant {
            berlin.instant(ofLocal: Int64(date.dayNumber) * 86_400_000 + Int64(hours * 3_600_000))
        }
        #expect(instant(spring, hours: 2.5) == Instant("2024-03-31T01:00:00Z"))
        #expect(instant(spring, hours: 1.5) == Instant("2024-03-31T00:30:00Z"))
        #expect(instant(autumn, hours: 2.5) == Instant("2024-10-27T00:30:00Z"))
        #expect(instant(autumn, hours: 3) == Instant("2024-10-27T02:00:00Z"))
        #expect(berlin.start(of: spring.advanced(byDays: 1)) == Instant("2024-03-31T22:00:00Z"))
    }
}

extension Instant {
    /// Reads `2024-03-31T01:00:00Z`, for tests only.
    init(_ text: String) {
        guard let date = LocalDate(String(text.prefix(10))), text.utf8.count == 20, text.last == "Z" else {
            preconditionFailure("an instant of a test is written like 2024-03-31T01:00:00Z")
        }
        let fields = text.dropFirst(11).dropLast().split(separator: ":").map { Int64($0) ?? 0 }
        let seconds = Int64(date.dayNumber) * 86_400 + fields[0] * 3600 + fields[1] * 60 + fields[2]
        self.init(milliseconds: seconds * 1000)
    }
}
