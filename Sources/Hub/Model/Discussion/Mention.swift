/// A mention of a user in a message: `@[name](user:ID)` in its source.
public struct Mention: Hashable, Sendable, Codable {
    /// The user's id.
    public let user: String
    /// The name as it was shown when it was written.
    public let name: String

    /// Names a mention.
    public init(user: String, name: String) {
        self.user = user
        self.name = name
    }

    /// The mentions of a message's source, in order. A backslash before the `@` takes its meaning away. Linear.
    public static func mentions(in source: String) -> [Mention] {
        let bytes = Array(source.utf8)
        let middle = Array("](user:".utf8)
        var mentions: [Mention] = []
        var position = 0
        while position + 1 < bytes.count {
            guard bytes[position] == UInt8(ascii: "@"), bytes[position + 1] == UInt8(ascii: "[") else {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                continue
            }
            let start = position + 2
            position = start
            // A name ends at its bracket or its line, so no character is looked at twice.
            guard let end = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "]") || $0 == 10 }) else { break }
            position = end
            let user = end + middle.count
            guard bytes[end...].starts(with: middle) else { continue }
            guard let close = bytes[user...].firstIndex(where: { $0 == UInt8(ascii: ")") || $0 <= 0x20 }) else { break }
            position = close
            guard bytes[close] == UInt8(ascii: ")"), close > user else { continue }
            mentions.append(
                Mention(
                    user: String(decoding: bytes[user..<close], as: UTF8.self),
                    name: String(decoding: bytes[start..<end], as: UTF8.self)
                )
            )
        }
        return mentions
    }
}
