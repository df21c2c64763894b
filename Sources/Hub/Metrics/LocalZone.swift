import Foundation

/// A time zone as a table of offsets, so that figures cost no calendar calls.
///
/// The table holds every transition from 1970 up to 2070 as the system's time-zone data has it; the first and last
/// offsets hold before and after.
public struct LocalZone: Hashable, Sendable {
    /// The IANA name, `Europe/Berlin`.
    public let identifier: String
    /// Milliseconds since 1970 at which the offset changes, ascending.
    let transitions: [Int64]
    /// Milliseconds to add to get local time; one more than `transitions`.
    let offsets: [Int64]

    /// Milliseconds of a day of 24 hours.
    static let dayMilliseconds: Int64 = 86_400_000

    /// Coordinated Universal Time.
    public static let utc = LocalZone(identifier: "UTC", transitions: [], offsets: [0])

    /// Assembles a zone from a table; for zones that the system does not know, and for tests.
    init(identifier: String, transitions: [Int64], offsets: [Int64]) {
        precondition(offsets.count == transitions.count + 1, "an offset before, between and after the transitions")
        self.identifier = identifier
        self.transitions = transitions
        self.offsets = offsets
    }

    /// Looks a zone up by its IANA name; nil when the system does not know it.
    public init?(identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        let (first, last) = (Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 3_155_760_000))
        var transitions: [Int64] = []
        var offsets = [Int64(zone.secondsFromGMT(for: first)) * 1000]
        var date = first
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < last {
            let offset = Int64(zone.secondsFromGMT(for: next)) * 1000
            if offset != offsets[offsets.count - 1] {
                transitions.append(Int64((next.timeIntervalSince1970 * 1000).rounded()))
                offsets.append(offset)
            }
            date = next
        }
        self.init(identifier: identifier, transitions: transitions, offsets: offsets)
    }

    /// The index in `offsets` that holds at `milliseconds`. O(log of transitions).
    func segment(at milliseconds: Int64) -> Int {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Local milliseconds since the local 1970-01-01T00:00.
    func localMilliseconds(at instant: Instant) -> Int64 {
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(offsets[segment(at: instant.milliseconds)])
        return overflow ? instant.milliseconds : sum
    }

    /// The civil day at an instant.
    public func date(at instant: Instant) -> LocalDate {
        LocalDate(dayNumber: Int(localMilliseconds(at: instant).floorDivided(by: Self.dayMilliseconds)))
    }

    /// The first instant of a civil day: its midnight, or the end of the gap that swallowed it.
    public func start(of date: LocalDate) -> Instant {
        instant(ofLocal: Int64(date.dayNumber) * Self.dayMilliseconds)
    }

    /// The first instant whose local time is `local`; the end of the gap when clocks skip it.
    func instant(ofLocal local: Int64) -> Instant {
        // The offset before and after differ by less than a day, so the wanted segment begins no earlier than this.
        let (early, overflow) = local.subtractingReportingOverflow(Self.dayMilliseconds)
        guard !overflow else { return Instant(milliseconds: local) }
        var index = segment(at: early)
        while index < transitions.count, local - offsets[index] >= transitions[index] { index += 1 }
        let candidate = local - offsets[index]
        return Instant(milliseconds: index == 0 ? candidate : max(candidate, transitions[index - 1]))
    }
}
