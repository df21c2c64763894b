/// Walks through a file line by line, with never more than one line and one block in memory.
struct LineScanner {
    /// One line, without its line feed.
    struct Line {
        /// Counted from 1.
        var number: Int
        /// Where it begins, in bytes.
        var offset: Int64
        /// Its length without the line feed, in bytes.
        var length: Int64
        /// Its content; empty when `isTooLarge`.
        var bytes: ArraySlice<UInt8>
        /// True when the line is above the limit.
        var isTooLarge: Bool
        /// False when the file ends before a line feed.
        var isTerminated: Bool
    }

    private let file: InputFile
    private let lineBytesMax: Int
    private let blockBytes: Int
    private var block: [UInt8] = []
    private var position = 0
    private var blockOffset: Int64 = 0
    private var number = 0
    private(set) var hasFailed = false

    /// Begins at the start of a file; lines above `lineBytesMax` are told, not kept.
    init(file: InputFile, lineBytesMax: Int, blockBytes: Int = 1 << 18) {
        self.file = file
        self.lineBytesMax = lineBytesMax
        self.blockBytes = blockBytes
    }

    /// The next line; nil at the end, or when reading fails (`hasFailed`).
    mutating func next() -> Line? {
        var line = Line(
            number: number + 1, offset: blockOffset + Int64(position), length: 0, bytes: [], isTooLarge: false,
            isTerminated: false
        )
        while true {
            if position == block.count, !readBlock() { break }
            let end = block[position...].firstIndex(of: UInt8(ascii: "\n"))
            append(block[position..<(end ?? block.count)], to: &line)
            position = end.map { $0 + 1 } ?? block.count
            if end != nil {
                line.isTerminated = true
                break
            }
        }
        guard line.isTerminated || line.length > 0 else { return nil }
        number += 1
        return line
    }

    private func append(_ piece: ArraySlice<UInt8>, to line: inout Line) {
        line.length += Int64(piece.count)
        if line.length > Int64(lineBytesMax) {
            line.isTooLarge = true
            line.bytes = []
        } else if line.bytes.isEmpty {
            line.bytes = piece
        } else {
            line.bytes.append(contentsOf: piece)
        }
    }

    private mutating func readBlock() -> Bool {
        blockOffset += Int64(block.count)
        position = 0
        guard let next = file.read(at: blockOffset, count: blockBytes) else {
            hasFailed = true
            block = []
            return false
        }
        block = next
        return !next.isEmpty
    }
}
