/// Turns a terminal's bytes into what they report, however they are cut.
///
/// Any bytes may come: what is no key, report or text is left out, and no sequence may grow without end.
public struct InputDecoder: Sendable {
    /// A pasted text that is longer comes in parts of at most so many bytes.
    public static let pasteBytesMax = 65_536
    /// A sequence that is longer is none.
    static let sequenceBytesMax = 4096

    private var waiting: [UInt8] = []
    /// What was pasted so far; nil outside of a paste.
    private var pasted: [UInt8]?

    /// Makes a decoder.
    public init() {}

    /// Whether bytes wait that may be a key of their own, such as Escape, or the start of a sequence: when no more come
    /// for some 30 ms, call `flush`.
    public var isWaiting: Bool { !waiting.isEmpty && pasted == nil }

    /// Takes bytes; gives what they complete.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
        waiting += bytes
        return decode(isFinal: false)
    }

    /// Says that no more bytes come for now: what waits is taken for what it is without them.
    public mutating func flush() -> [Input] { isWaiting ? decode(isFinal: true) : [] }

    private mutating func decode(isFinal: Bool) -> [Input] {
        var reader = ByteReader(bytes: waiting, isFinal: isFinal)
        var inputs: [Input] = []
        while reader.position < reader.bytes.count {
            let start = reader.position
            if pasted != nil {
                guard readPaste(&reader, &inputs) else { break }
            } else {
                switch reader.next() {
                case .input(let input): inputs.append(input)
                case .pasteStart: pasted = []
                case .nothing: break
                case .incomplete:
                    waiting = Array(reader.bytes[start...])
                    return inputs
                }
            }
        }
        waiting = Array(reader.bytes[reader.position...])
        return inputs
    }

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Takes bytes of a paste; false when more are needed.
    private mutating func readPaste(_ reader: inout ByteReader, _ inputs: inout [Input]) -> Bool {
        while reader.position < reader.bytes.count {
            let byte = reader.bytes[reader.position]
            if byte == Self.pasteEnd[0] {
                let rest = reader.bytes[reader.position...].prefix(Self.pasteEnd.count)
                if rest.elementsEqual(Self.pasteEnd) {
                    reader.position += Self.pasteEnd.count
                    if let text = pasted, !text.isEmpty { inputs.append(.paste(Self.text(text))) }
                    pasted = nil
                    return true
                }
                if Self.pasteEnd.starts(with: rest) { return false }
            }
            // A part ends before a scalar starts, never within one.
            if let text = pasted, text.count >= Self.pasteBytesMax - 3, byte & 0xC0 != 0x80 {
                inputs.append(.paste(Self.text(text)))
                pasted = []
            }
            pasted?.append(byte)
            reader.position += 1
        }
        return true
    }

    /// Terminals send line ends as carriage returns.
    private static func text(_ bytes: [UInt8]) -> String {
        var result = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if scalar != "\n" || !wasReturn {
                result.append(scalar)
            }
            wasReturn = scalar == "\r"
        }
        return String(result)
    }
}
