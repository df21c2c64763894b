import Hub
import Scenes

/// Spans of time as lists and figures tell them.
enum TimeWords {
    /// `45s`, `12m`, `3h 05m`, `2d 4h`: the two largest units.
    static func span(milliseconds: Int64) -> String {
        let seconds = abs(milliseconds) / 1000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m"
        case ..<86_400: "\(seconds / 3600)h \(two(seconds % 3600 / 60))m"
        case ..<864_000: "\(seconds / 86_400)d \(seconds % 86_400 / 3600)h"
        default: "\(seconds / 86_400)d"
        }
    }

    /// What is left of a service-level clock, or by how much it is over: `2h 10m`, `-45m`.
    static func countdown(to due: Moment, at now: Moment) -> String {
        let left = due.instant.milliseconds - now.instant.milliseconds
        return (left < 0 ? "-" : "") + span(milliseconds: left)
    }

    /// `10:05` on the present's own day, else `2026-11-24 10:05`, on this machine's clock.
    static func clock(_ moment: Moment, at now: Moment) -> String {
        let shown = moment.instant.shown
        return shown.prefix(10) == now.instant.shown.prefix(10) ? String(shown.suffix(5)) : shown
    }
}
