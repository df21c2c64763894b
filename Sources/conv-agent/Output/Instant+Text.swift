import Foundation
import Glibc
import Hub
import Scenes

extension Instant {
    /// The present.
    static var now: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

    /// `2026-01-02T10:00:00Z`, with milliseconds where there are any: how JSON gives times.
    var iso: String { Moment(self).description }

    /// `2026-01-02 10:00` on this machine's clock: how people are told times.
    var shown: String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
    }

    /// `shown` of a time that `iso` gave.
    static func shown(iso: String) -> String {
        TimeText.moment(iso.prefix(19) + "Z")?.shown ?? iso
    }

    /// How long ago it is, in the largest unit: `5m`, `3h`, `12d`.
    func age(at now: Instant) -> String {
        let seconds = max(0, now.milliseconds - milliseconds) / 1000
        return switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m"
        case ..<172_800: "\(seconds / 3600)h"
        default: "\(seconds / 86_400)d"
        }
    }
}
