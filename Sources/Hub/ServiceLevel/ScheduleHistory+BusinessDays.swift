/// Business days: every local day with opening hours counts one, whatever its length, and a part of it counts by the
/// share of its open time.
extension ScheduleHistory {
    /// The bounds and open length of the local day that holds `instant`, in the zone then in force.
    private func day(at instant: Instant) -> (end: Instant, open: Int64) {
        let zone = schedule(at: instant).zone
        let date = zone.date(at: instant)
        let (start, end) = (zone.start(of: date), zone.start(of: date.advanced(byDays: 1)))
        return (end, openMilliseconds(from: start, to: end))
    }

    /// Business days in `start ..< end`, parts included. O(days).
    public func businessDays(from start: Instant, to end: Instant) -> Double {
        if versions.count == 1, versions[0].schedule.isAlwaysOpen, start < end {
            return Double(end.milliseconds - start.milliseconds) / Double(LocalZone.dayMilliseconds)
        }
        var (position, sum) = (start, 0.0)
        while position < end {
            let day = day(at: position)
            let limit = min(day.end, end)
            if day.open > 0 { sum += Double(openMilliseconds(from: position, to: limit)) / Double(day.open) }
            position = limit
        }
        return sum
    }

    /// The first instant at which `days` business days have passed since `start`, to the millisecond; nil when that is
    /// more than ten years ahead. O(days).
    public func instant(consumingBusinessDays days: Double, from start: Instant) -> Instant? {
        // Sums of shares carry rounding; a thousandth of a millisecond of a day absorbs it.
        let tolerance = 1e-11
        var (position, left) = (start, days)
        guard left > tolerance else { return start }
        for _ in 0..<3653 {
            let day = day(at: position)
            if day.open > 0 {
                let available = openMilliseconds(from: position, to: day.end)
                let share = Double(available) / Double(day.open)
                if share >= left - tolerance {
                    let amount = (left * Double(day.open)).rounded(.toNearestOrAwayFromZero)
                    return instant(consumingMilliseconds: min(available, max(1, Int64(amount))), from: position)
                }
                left -= share
            }
            position = day.end
        }
        return nil
    }
}
