import Foundation
public import Hub

extension Instant {
    /// Reads RFC 3339, with or without fractions of a second; nil when it is something else.
    public init?(rfc3339 text: String) {
        let formatter = ISO8601DateFormatter()
        for options in [[.withInternetDateTime], [.withInternetDateTime, .withFractionalSeconds]]
            as [ISO8601DateFormatter.Options]
        {
            formatter.formatOptions = options
            guard let date = formatter.date(from: text) else { continue }
            self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
            return
        }
        return nil
    }

    /// RFC 3339 in UTC with milliseconds.
    public var rfc3339: String {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
}
