package import Hub

/// Sizes of files, as people read them.
package enum ByteCount {
    /// A number of bytes in the unit that fits it.
    package static func shown(_ count: Int64) -> String {
        switch count {
        case ..<1000: return count == 1 ? "1 byte" : "\(count) bytes"
        case ..<1_000_000: return "\((count + 500) / 1000) kB"
        default:
            let tenths = (count + 50_000) / 100_000
            return "\(tenths / 10).\(tenths % 10) MB"
        }
    }
}

extension AttachmentReference {
    /// Its name and size.
    package var shown: String { "\(name) (\(ByteCount.shown(byteCount)))" }
}
