extension BusinessSchedule {
    private static var day: Int64 { LocalZone.dayMilliseconds }

    /// Open milliseconds in `start ..< end` (milliseconds since 1970); 0 when the span is empty.
    ///
    /// O(transitions and holidays within), not of the span's length.
    func openMilliseconds(from start: Int64, to end: Int64) -> Int64 {
        guard start < end else { return 0 }
        if isAlwaysOpen { return end.subtractingReportingOverflow(start).partialValue }
        var (position, index, sum) = (start, zone.segment(at: start), Int64(0))
        while position < end {
            let limit = index < zone.transitions.count ? min(end, zone.transitions[index]) : end
            let offset = zone.offsets[index]
            sum += openLocalMilliseconds(from: position + offset, to: limit + offset)
            position = limit
            index += 1
        }
        return sum
    }

    /// Open milliseconds between two local times with no clock change between them.
    private func openLocalMilliseconds(from start: Int64, to end: Int64) -> Int64 {
        let (first, last) = (start.floorDivided(by: Self.day), (end - 1).floorDivided(by: Self.day))
        if first == last { return openMilliseconds(ofDay: first, from: start, to: end) }
        return openMilliseconds(ofDay: first, from: start, to: end)
            + openMilliseconds(ofWholeDays: first + 1, upTo: last)
            + openMilliseconds(ofDay: last, from: start, to: end)
    }

    private func openMilliseconds(ofDay day: Int64, from start: Int64, to end: Int64) -> Int64 {
        let midnight = day * Self.day
        return hours(ofDay: day).reduce(0) { sum, hours in
            let opens = max(start, midnight + Int64(hours.opens) * 1000)
            let closes = min(end, midnight + Int64(hours.closes) * 1000)
            return sum + max(0, closes - opens)
        }
    }

    private func openMilliseconds(ofWholeDays first: Int64, upTo limit: Int64) -> Int64 {
        guard first < limit else { return 0 }
        let weeks = (limit - first) / 7
        var sum = weeks * openPerWeek
        for day in first + weeks * 7..<limit { sum += openPerWeekday[LocalDate(dayNumber: Int(day)).weekday] }
        var index = holidayIndex(notBefore: LocalDate(dayNumber: Int(first)))
        while index < holidays.count, holidays[index].dayNumber < limit {
            sum -= openPerWeekday[holidays[index].weekday]
            index += 1
        }
        return sum
    }

    /// The first instant at which `amount` open milliseconds have passed since `start`; nil when that is not before
    /// `limit`'s end.
    ///
    /// O(days until then).
    func instant(consuming amount: Int64, from start: Int64, limit: Int64) -> Int64? {
        guard amount > 0 else { return start }
        if isAlwaysOpen {
            let (end, overflow) = start.addingReportingOverflow(amount)
            return overflow || end > limit ? nil : end
        }
        var (position, index, left) = (start, zone.segment(at: start), amount)
        while position < limit {
            let boundary = index < zone.transitions.count ? min(limit, zone.transitions[index]) : limit
            let offset = zone.offsets[index]
            var local = position + offset
            while local < boundary + offset {
                let day = local.floorDivided(by: Self.day)
                let end = min(boundary + offset, (day + 1) * Self.day)
                for hours in hours(ofDay: day) {
                    let opens = max(local, day * Self.day + Int64(hours.opens) * 1000)
                    let closes = min(end, day * Self.day + Int64(hours.closes) * 1000)
                    guard opens < closes else { continue }
                    if closes - opens >= left { return opens + left - offset }
                    left -= closes - opens
                }
                local = end
            }
            position = boundary
            index += 1
        }
        return nil
    }
}
