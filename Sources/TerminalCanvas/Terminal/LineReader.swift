import Foundation
import Glibc

/// Reads one line at a time, on a thread of its own, and nothing before it is asked for: in between, the input belongs
/// to whatever program is lent the terminal.
final class LineReader: Sendable {
    private let descriptor: Int32
    private let bytesMax: Int

    init(_ descriptor: Int32, bytesMax: Int) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
    }

    /// Reads up to the next line end; gives nil at the end of the input.
    func readNext(_ body: @escaping @Sendable (String?) -> Void) {
        Thread.detachNewThread { [self] in body(line()) }
    }

    /// Byte by byte, because what follows the line is not to be taken.
    private func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") {
                if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
                return String(decoding: bytes, as: UTF8.self)
            }
            if bytes.count < bytesMax { bytes.append(byte) }
        }
    }
}
