import Foundation

/// Text for the clipboard of the person at the terminal, over any number of hops.
public enum Clipboard {
    /// What terminals take at the most, in bytes before encoding.
    public static let bytesMax = 74_994

    /// Whether a terminal, as the environment names it, may have a clipboard: consoles and teletypes have none.
    public static func isPossible(environment: [String: String]) -> Bool {
        let terminal = environment["TERM"] ?? ""
        return !terminal.isEmpty && !["linux", "dumb", "cons", "vt"].contains(where: terminal.hasPrefix)
    }

    /// The sequence that puts text into the clipboard; none for text that is too long.
    static func sequence(_ text: String) -> [UInt8] {
        let data = Data(text.utf8)
        guard data.count <= bytesMax else { return [] }
        return Array("\u{1B}]52;c;\(data.base64EncodedString())\u{1B}\\".utf8)
    }
}
