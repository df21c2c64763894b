import Foundation

/// A file that is read at any place; closed when nobody holds it any more.
final class InputFile {
    private let descriptor: Int32

    /// Opens a file for reading; nil when that is refused.
    init?(path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from `offset`; fewer at the end of the file, nil when reading fails.
    func read(at offset: Int64, count: Int) -> [UInt8]? {
        var hasFailed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let got = pread(descriptor, place.baseAddress, place.count, off_t(offset) + off_t(filled))
                if got < 0 && errno == EINTR { continue }
                hasFailed = got < 0
                if got <= 0 { break }
                filled += got
            }
        }
        return hasFailed ? nil : bytes
    }
}
