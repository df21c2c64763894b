import Hub
import Testing

@testable import conv_agent

@Suite("Times as people type them")
struct TimeTextTests {
    private let now = Instant(milliseconds: 1_767_348_000_000)

    @Test(arguments: [("30m", 1800), ("3h", 10_800), ("2d", 172_800), ("1w", 604_800)])
    func `a span counts from now`(text: String, seconds: Int64) throws {
        #expect(try TimeText.future(text, from: now) == now.advanced(bySeconds: seconds))
        #expect(try TimeText.past(text, from: now) == now.advanced(bySeconds: -seconds))
    }

    @Test func `a moment in UTC is read to the second`() {
        #expect(TimeText.moment("2026-01-02T10:00:30Z") == Instant(milliseconds: 1_767_348_030_000))
        #expect(TimeText.moment("2026-01-02Z") == Instant(milliseconds: 1_767_312_000_000))
    }

    @Test(arguments: [
        "", "h", "0h", "-3h", "9999999999999999999h", "4000d", "2026-02-30", "2026-13-01", "2026-01-02T24:00",
        "2026-01-02T10", "2026-01-02T10:00:61", "2026-1-2", "tomorrow", "2026-01-02T10:00:00+01:00",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: (any Error).self) { try TimeText.past(text, from: now) }
    }

    @Test func `a moment that is past is no time to snooze until`() {
        #expect(throws: (any Error).self) { try TimeText.future("2020-01-01", from: now) }
    }
}
