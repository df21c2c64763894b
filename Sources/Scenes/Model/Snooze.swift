import Hub

/// A time to sleep until, as people choose or type it.
struct Snooze {
    /// When the ticket wakes.
    let instant: Instant
    /// How people are told.
    let title: String

    /// The choice of a list.
    var choice: Picker.Choice { Picker.Choice(id: String(instant.milliseconds), title: title) }

    /// The times that are offered: hours, mornings, the next week.
    static func offers(at now: Instant, in zone: LocalZone) -> [Snooze] {
        let today = zone.date(at: now)
        func morning(_ days: Int) -> Instant {
            zone.start(of: today.advanced(byDays: days)).advanced(bySeconds: 9 * 3600)
        }
        let untilMonday = 7 - today.weekday
        return [
            Snooze(instant: now.advanced(bySeconds: 3600), title: "for an hour"),
            Snooze(instant: now.advanced(bySeconds: 3 * 3600), title: "for 3 hours"),
            Snooze(instant: morning(1), title: "until tomorrow 09:00"),
            Snooze(instant: morning(untilMonday), title: "until Monday 09:00"),
            Snooze(instant: morning(7), title: "for a week"),
        ]
    }

    private init(instant: Instant, title: String) {
        self.instant = instant
        self.title = title
    }

    /// Reads the identifier of a choice.
    init?(id: String) {
        guard let milliseconds = Int64(id) else { return nil }
        self.init(instant: Instant(milliseconds: milliseconds), title: "")
    }

    /// Reads `30m`, `3h`, `2d`, `1w`, `2026-12-01` or `2026-12-01T10:00`; nil when it is none of these or past.
    init?(typed: String, at now: Instant, in zone: LocalZone) {
        let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        let text = typed.trimmed
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), (1...10_000).contains(count)
        {
            self.init(instant: now.advanced(bySeconds: count * unit), title: "for \(text)")
            return
        }
        let parts = text.split { $0 == "T" || $0 == " " }
        guard let date = parts.first.flatMap({ LocalDate(String($0)) }) else { return nil }
        var seconds: Int64 = 9 * 3600
        if parts.count == 2 {
            let time = parts[1].split(separator: ":")
            guard time.count == 2, let hour = Int64(time[0]), let minute = Int64(time[1]), (0..<24).contains(hour),
                (0..<60).contains(minute)
            else { return nil }
            seconds = hour * 3600 + minute * 60
        }
        let instant = zone.start(of: date).advanced(bySeconds: seconds)
        guard instant > now, parts.count < 3 else { return nil }
        self.init(instant: instant, title: "until \(text)")
    }
}
