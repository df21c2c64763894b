/// Finds the mails of an mbox file.
///
/// A mail begins at a line "From " with an address and a date, at the start of the file or after an empty line; without
/// a date, it takes a header on the next line. That keeps sentences which begin with "From" inside their mails when a
/// program forgot to quote them.
struct MailboxScanner {
    private var lines: LineScanner
    private let fileIndex: Int
    private var start: Int64?
    private var position = 0
    private var isAfterBlank = true
    /// Where the line before begins, when a mail begins with it if a header follows.
    private var undecided: Int64?

    init(file: InputFile, fileIndex: Int) {
        // The separator line is all that is looked at, so longer lines need not be kept.
        lines = LineScanner(file: file, lineBytesMax: 1000)
        self.fileIndex = fileIndex
    }

    /// True when reading the file failed before its end.
    var hasFailed: Bool { lines.hasFailed }

    /// The next mail, with its separator line; nil at the end.
    mutating func next() -> RecordReference? {
        var end: Int64 = start ?? 0
        while let line = lines.next() {
            let isSeparator = isAfterBlank && Self.isSeparator(line.bytes)
            let beginning = isSeparator ? line.offset : Self.isHeader(line.bytes) ? undecided : nil
            undecided = isAfterBlank && Self.isBareSeparator(line.bytes) ? line.offset : nil
            isAfterBlank = !line.isTooLarge && (line.bytes.isEmpty || line.bytes.elementsEqual([13]))
            end = line.offset + line.length + (line.isTerminated ? 1 : 0)
            guard let beginning else { continue }
            defer { start = beginning }
            if let start { return record(from: start, to: beginning) }
        }
        guard let last = start else { return nil }
        start = nil
        return record(from: last, to: end)
    }

    private mutating func record(from start: Int64, to end: Int64) -> RecordReference {
        position += 1
        return RecordReference(file: fileIndex, position: position, offset: start, length: Int(end - start))
    }

    /// `From somebody@example.com Mon Mar  2 08:15:00 2026`, with or without a zone.
    static func isSeparator(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "From ".utf8) else { return false }
        let words = line.split { $0 == 32 || $0 == 9 || $0 == 13 }
        let hasTime = words.contains { word in
            word.split(separator: UInt8(ascii: ":")).count >= 2
                && word.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ":") }
        }
        let hasYear = words.contains { $0.count == 4 && $0.allSatisfy { (48...57).contains($0) } }
        return words.count >= 6 && hasTime && hasYear
    }

    /// `From somebody@example.com` and nothing else.
    private static func isBareSeparator(_ line: ArraySlice<UInt8>) -> Bool {
        let words = line.split { $0 == 32 || $0 == 9 || $0 == 13 }
        return words.count == 2 && line.starts(with: "From ".utf8) && words[1].contains(UInt8(ascii: "@"))
    }

    /// `Return-Path: …`, as mails begin.
    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { $0 > 32 && $0 < 127 }
    }
}
