/// The origin of a page (RFC 6454): scheme, host and port in the one form that browsers send.
package struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// The form in the header `Origin`.
    package let description: String

    /// Reads an origin, as a browser sends it or a person types it: a slash at its end, upper case and the scheme's
    /// standard port make no difference; nil when it is none, `null` included.
    package init?(_ text: String) {
        var text = text.lowercased()
        if text.hasSuffix("/") { text.removeLast() }
        let schemes = ["https": ":443", "http": ":80"]
        guard text.utf8.count <= 300, let colon = text.firstRange(of: "://"),
            let port = schemes[String(text[..<colon.lowerBound])]
        else { return nil }
        if text.hasSuffix(port) { text.removeLast(port.utf8.count) }
        let host = text[colon.upperBound...]
        guard !host.isEmpty, host.utf8.allSatisfy(Self.isHost) else { return nil }
        description = text
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
