/// How a file's bytes are laid out, told by its first ones.
enum FileFormat: Hashable, Sendable {
    /// One JSON object on each line, or one JSON document.
    case jsonLines
    /// Many mails, each after a line that begins with "From ".
    case mailbox
    /// One mail.
    case mail
    /// Nothing to read.
    case empty
    /// Anything else.
    case unknown

    /// How many bytes at the start decide.
    static let prefixBytes = 4096

    /// Tells a file by its first bytes; the name only decides for files called `.eml` whose first lines are damaged.
    init(prefix: [UInt8], path: String) {
        let name = path.lowercased()
        let isMailName = name.hasSuffix(".eml") || name.contains("/cur/") || name.contains("/new/")
        var content = prefix[...]
        if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        let firstWord = content.drop { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
        if firstWord.isEmpty {
            self = .empty
        } else if isMailName {
            self = .mail
        } else if firstWord.first == UInt8(ascii: "{") || firstWord.first == UInt8(ascii: "[") {
            self = .jsonLines
        } else if content.starts(with: "From ".utf8) {
            self = .mailbox
        } else if Self.beginsWithHeaders(content) {
            self = .mail
        } else {
            self = .unknown
        }
    }

    /// True when the text begins with two lines of the form `Name: value` (continuations aside), as a mail does and as
    /// prose hardly does.
    private static func beginsWithHeaders(_ content: ArraySlice<UInt8>) -> Bool {
        var fields = 0
        for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty || line.elementsEqual([13]) { break }
            if line.first == 32 || line.first == 9 {
                if fields == 0 { return false }
                continue
            }
            let name = line.prefix { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
            guard !name.isEmpty, line.dropFirst(name.count).first == UInt8(ascii: ":") else { return false }
            fields += 1
            if fields == 2 { return true }
        }
        return false
    }
}
