/// A point of time: milliseconds since 1970-01-01T00:00:00Z, negative before.
public struct Instant: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let rawValue: Int64

    /// Takes milliseconds since 1970.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Takes milliseconds since 1970.
    public init(milliseconds: Int64) { rawValue = milliseconds }

    /// Milliseconds since 1970.
    public var milliseconds: Int64 { rawValue }

    /// Orders by time.
    public static func < (left: Instant, right: Instant) -> Bool { left.rawValue < right.rawValue }

    /// The instant `seconds` later; saturates at the ends of the range.
    public func advanced(bySeconds seconds: Int64) -> Instant {
        let (delta, deltaOverflow) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, overflow) = rawValue.addingReportingOverflow(delta)
        guard !deltaOverflow, !overflow else { return Instant(rawValue: seconds < 0 ? .min : .max) }
        return Instant(rawValue: sum)
    }
}
