/// The bytes of a mail as they stand in a file, made ready for parsing.
struct MailRecord {
    /// The mail, with what mbox files add taken away.
    let bytes: ArraySlice<UInt8>
    /// The date part of the mbox separator line; nil when there is none.
    let separatorDate: String?

    /// Takes the separator line away and, where there was one, one ">" from each quoted "From " line (mboxrd).
    init(_ record: [UInt8]) {
        guard record.starts(with: "From ".utf8) else {
            bytes = record[...].withoutByteOrderMark
            separatorDate = nil
            return
        }
        let newline = UInt8(ascii: "\n")
        let end = record.firstIndex(of: newline) ?? record.endIndex
        let words = record[..<end].split { $0 == 32 || $0 == 9 || $0 == 13 }
        separatorDate = words.dropFirst(2).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        var rest = record[min(end + 1, record.endIndex)...]
        // The empty line before the next separator belongs to the file, not to the mail.
        if rest.suffix(2).elementsEqual([newline, newline]) { rest = rest.dropLast() }
        bytes = Self.unquoted(rest)
    }

    private static func unquoted(_ mail: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var result: [UInt8] = []
        var copied = mail.startIndex
        var line = mail.startIndex
        while line < mail.endIndex {
            let next = mail[line...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? mail.endIndex
            if mail[line] == UInt8(ascii: ">"),
                mail[line..<next].drop(while: { $0 == UInt8(ascii: ">") }).starts(with: "From ".utf8)
            {
                result.append(contentsOf: mail[copied..<line])
                copied = line + 1
            }
            line = next
        }
        guard copied > mail.startIndex else { return mail }
        result.append(contentsOf: mail[copied...])
        return result[...]
    }
}
