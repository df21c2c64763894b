import Foundation

/// Joins neighbouring base64 words of a mail's headers (RFC 2047) into one.
///
/// GMime decodes neighbours as one stream of base64 and stops at the first padding, which loses the rest of a subject
/// whose words are padded one by one, as the standard wants them.
enum EncodedWordRuns {
    private struct Word {
        var charset: ArraySlice<UInt8>
        var content: ArraySlice<UInt8>
        var end: Int
    }

    /// The mail with such words joined in its own headers; the same bytes where there are none.
    /// - Complexity: O(bytes of the headers).
    static func joined(_ mail: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let headerEnd = endOfHeaders(mail)
        var result: [UInt8] = []
        var copied = mail.startIndex
        var position = mail.startIndex
        while position < headerEnd {
            guard mail[position] == UInt8(ascii: "="), let first = word(mail, at: position, before: headerEnd) else {
                position += 1
                continue
            }
            var run = [first]
            while let last = run.last {
                let next = mail[last.end..<headerEnd].firstIndex { ![9, 10, 13, 32].contains($0) } ?? headerEnd
                guard next > last.end, let word = word(mail, at: next, before: headerEnd),
                    word.charset.elementsEqual(first.charset, by: { $0 | 32 == $1 | 32 })
                else { break }
                run.append(word)
            }
            let end = run[run.count - 1].end
            let isPaddedWithin = run.dropLast().contains { $0.content.last == UInt8(ascii: "=") }
            let parts = isPaddedWithin ? run.compactMap { Data(base64Encoded: Data($0.content)) } : []
            if isPaddedWithin, parts.count == run.count {
                result.append(contentsOf: mail[copied..<position])
                result.append(contentsOf: "=?".utf8)
                result.append(contentsOf: first.charset)
                result.append(contentsOf: "?B?".utf8)
                result.append(contentsOf: Data(parts.joined()).base64EncodedData())
                result.append(contentsOf: "?=".utf8)
                copied = end
            }
            position = end
        }
        guard copied > mail.startIndex else { return mail }
        result.append(contentsOf: mail[copied...])
        return result[...]
    }

    private static func endOfHeaders(_ mail: ArraySlice<UInt8>) -> Int {
        var isAtLineStart = true
        for index in mail.indices {
            switch mail[index] {
            case 10:
                if isAtLineStart { return index }
                isAtLineStart = true
            case 13: break
            default: isAtLineStart = false
            }
        }
        return mail.endIndex
    }

    /// `=?charset?B?content?=` at a place; words of other encodings do not count. Longer than any header line allows is
    /// no word.
    private static func word(_ mail: ArraySlice<UInt8>, at start: Int, before end: Int) -> Word? {
        let text = mail[start..<min(end, start + 1000)]
        guard text.starts(with: "=?".utf8) else { return nil }
        let mark = UInt8(ascii: "?")
        guard let charsetEnd = text[(start + 2)...].firstIndex(of: mark), charsetEnd > start + 2,
            text[charsetEnd...].dropFirst().first.map({ $0 | 32 }) == UInt8(ascii: "b"),
            text[charsetEnd...].dropFirst(2).first == mark
        else { return nil }
        let contentStart = charsetEnd + 3
        guard let contentEnd = text[contentStart...].firstIndex(where: { $0 == mark || $0 == 10 }),
            text[contentEnd...].starts(with: "?=".utf8)
        else { return nil }
        return Word(
            charset: text[(start + 2)..<charsetEnd], content: text[contentStart..<contentEnd], end: contentEnd + 2
        )
    }
}
