import Channels
import Foundation
public import Hub

/// The machine's clock, and instants as people type them.
public enum ServerClock {
    /// The instant now.
    public static func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// Reads RFC 3339, with or without fractions of a second; nil when it is something else.
    public static func parse(_ text: String) -> Instant? { Instant(rfc3339: text) }

    /// Reads a length of time such as `30m`, `12h`, `7d`, in seconds; nil when it is something else or over ten years.
    public static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count > 0 else {
            return nil
        }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow || seconds > 315_360_000 ? nil : seconds
    }
}
