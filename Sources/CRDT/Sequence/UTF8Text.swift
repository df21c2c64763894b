/// Offsets in UTF-8.
enum UTF8Text {
    /// How many bytes the first `scalars` scalars of a valid piece of text take. O(scalars).
    static func byteCount(
        ofScalars scalars: Int, from start: Int, count: Int, in text: ContiguousArray<UInt8>
    ) -> Int {
        guard count > 0 else { return 0 }
        var (left, position) = (scalars, start)
        while position < start + count {
            if text[position] & 0xC0 != 0x80 {
                if left == 0 { break }
                left -= 1
            }
            position += 1
        }
        return position - start
    }
}
