extension OpeningHours {
    /// Reads a day's hours: `09:00-12:00,13:00-17:00`, or `closed`; nil when it is anything else, out of order or
    /// overlapping.
    static func hours(_ text: String) -> [OpeningHours]? {
        if text == "closed" { return [] }
        var hours: [OpeningHours] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let times = part.split(separator: "-", omittingEmptySubsequences: false).map(seconds)
            guard times.count == 2, let opens = times[0], let closes = times[1], opens < closes else { return nil }
            if let last = hours.last, last.closes > opens { return nil }
            hours.append(OpeningHours(opens: opens, closes: closes))
        }
        return hours
    }

    /// Seconds after midnight of `hh:mm`, up to `24:00`; nil when it is anything else.
    private static func seconds(_ time: Substring) -> Int? {
        let bytes = Array(time.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]]
        guard digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        let numbers = digits.map { Int($0) - 48 }
        let (hour, minute) = (numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3])
        return minute < 60 && hour * 60 + minute <= 1440 ? (hour * 60 + minute) * 60 : nil
    }
}
