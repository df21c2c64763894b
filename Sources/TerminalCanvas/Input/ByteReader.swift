/// Reads one report after the other from bytes that may end anywhere.
struct ByteReader {
    /// What was read.
    enum Report: Equatable {
        case input(Input)
        case pasteStart
        /// Something that means nothing here.
        case nothing
        /// More bytes are needed to say what it is.
        case incomplete
    }

    let bytes: [UInt8]
    /// Whether no more bytes will come: what would be incomplete is read as it stands.
    let isFinal: Bool
    /// Where the next report starts.
    var position = 0

    init(bytes: [UInt8], isFinal: Bool) {
        self.bytes = bytes
        self.isFinal = isFinal
    }

    private static let escape: UInt8 = 0x1B

    /// Reads a report; `position` stays within the bytes when it is incomplete.
    mutating func next() -> Report {
        let byte = bytes[position]
        guard byte == Self.escape else { return character([]) }
        guard position + 1 < bytes.count else {
            return isFinal ? take(1, .input(.key(Key(.escape)))) : .incomplete
        }
        switch bytes[position + 1] {
        case UInt8(ascii: "["): return controlSequence()
        case UInt8(ascii: "O"): return singleShift()
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            return controlString()
        case Self.escape: return take(1, .input(.key(Key(.escape))))
        default:
            position += 1
            let report = character(.alt)
            if report == .incomplete { position -= 1 }
            return report
        }
    }

    private mutating func take(_ count: Int, _ report: Report) -> Report {
        position += count
        return report
    }

    /// Reads a control character or a scalar of UTF-8.
    private mutating func character(_ modifiers: Key.Modifiers) -> Report {
        let byte = bytes[position]
        func key(_ code: Key.Code, _ more: Key.Modifiers = []) -> Report {
            .input(.key(Key(code, modifiers.union(more))))
        }
        switch byte {
        case 0x00: return take(1, key(.character(" "), .control))
        case 0x08: return take(1, key(.backspace, .control))
        case 0x09: return take(1, key(.tab))
        case 0x0D: return take(1, key(.enter))
        case 0x7F: return take(1, key(.backspace))
        case 0x01..<0x1B: return take(1, key(.character(Character(Unicode.Scalar(byte + 0x60))), .control))
        case 0x1C..<0x20:
            let sign = Character(Unicode.Scalar(byte + 0x40))
            return take(1, key(.character(sign), .control))
        case 0x20..<0x7F: return take(1, key(.character(Character(Unicode.Scalar(byte)))))
        default: break
        }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
        let available = bytes[position...].prefix(length)
        let continuation = available.dropFirst().prefix { $0 & 0xC0 == 0x80 }
        guard 1 + continuation.count == length, length > 1 else {
            let isCut = length > 1 && available.count < length && 1 + continuation.count == available.count
            if isCut, !isFinal { return .incomplete }
            return take(1 + continuation.count, .nothing)
        }
        // What is no valid scalar decodes to the sign for that, which nobody types.
        let text = String(decoding: available, as: UTF8.self)
        guard let scalar = text.unicodeScalars.first, scalar.value >= 0xA0, scalar != "\u{FFFD}" else {
            return take(length, .nothing)
        }
        return take(length, key(.character(Character(scalar))))
    }

    /// Reads `ESC O` with a letter: keys of the keypad and function keys.
    private mutating func singleShift() -> Report {
        guard position + 2 < bytes.count else {
            return isFinal ? take(2, .input(.key(Key(.character("O"), .alt)))) : .incomplete
        }
        let final = bytes[position + 2]
        guard (0x40...0x7E).contains(final) else { return take(2, .input(.key(Key(.character("O"), .alt)))) }
        // The keypad's Enter.
        if final == UInt8(ascii: "M") { return take(3, .input(.key(Key(.enter)))) }
        return take(3, ControlSequence.key(final: final, []).map { .input(.key($0)) } ?? .nothing)
    }

    /// Reads `ESC [`, parameters, and a final letter.
    private mutating func controlSequence() -> Report {
        var end = position + 2
        // The Linux console sends function keys with a second bracket.
        if end < bytes.count, bytes[end] == UInt8(ascii: "[") {
            guard end + 1 < bytes.count else { return isFinal ? take(3, .nothing) : .incomplete }
            let number = Int(bytes[end + 1]) - 0x40
            guard (1...5).contains(number) else { return take(3, .nothing) }
            return take(4, .input(.key(Key(.function(number)))))
        }
        while end < bytes.count, (0x20...0x3F).contains(bytes[end]) { end += 1 }
        guard end - position <= InputDecoder.sequenceBytesMax else { return take(end - position, .nothing) }
        guard end < bytes.count else {
            guard isFinal else { return .incomplete }
            if end == position + 2 { return take(2, .input(.key(Key(.character("["), .alt)))) }
            return take(end - position, .nothing)
        }
        guard (0x40...0x7E).contains(bytes[end]) else { return take(end - position, .nothing) }
        if bytes[end] == UInt8(ascii: "M"), end == position + 2 {
            // A terminal that knows only the oldest report of the mouse: three bytes follow, which are no keys.
            return bytes.count >= end + 4 || isFinal ? take(min(6, bytes.count - position), .nothing) : .incomplete
        }
        let sequence = ControlSequence(body: bytes[(position + 2)..<end], final: bytes[end])
        position = end + 1
        return sequence.report
    }

    /// Reads `ESC ]` and its like up to the string's end: answers of the terminal.
    private mutating func controlString() -> Report {
        let kind = bytes[position + 1]
        var end = position + 2
        while end < bytes.count, end - position <= InputDecoder.sequenceBytesMax {
            if bytes[end] == 0x07 {
                return finish(kind, position + 2..<end, next: end + 1)
            }
            if bytes[end] == Self.escape {
                guard end + 1 < bytes.count else {
                    guard isFinal else { return .incomplete }
                    return take(end - position, .nothing)
                }
                guard bytes[end + 1] == UInt8(ascii: "\\") else { return take(end - position, .nothing) }
                return finish(kind, position + 2..<end, next: end + 2)
            }
            end += 1
        }
        if end - position > InputDecoder.sequenceBytesMax { return take(end - position, .nothing) }
        guard isFinal else { return .incomplete }
        if end == position + 2 { return take(2, .input(.key(Key(.character(Character(Unicode.Scalar(kind))), .alt)))) }
        return take(end - position, .nothing)
    }

    private mutating func finish(_ kind: UInt8, _ body: Range<Int>, next: Int) -> Report {
        position = next
        guard kind == UInt8(ascii: "]") else { return .nothing }
        return BackgroundReport.colour(in: String(decoding: bytes[body], as: UTF8.self))
            .map { .input(.background($0)) } ?? .nothing
    }
}
