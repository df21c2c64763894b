import CGMime

/// Takes bytes out of GMime's objects.
enum GMimeBytes {
    /// The content of a part, its transfer encoding undone.
    static func content(of part: UnsafeMutablePointer<GMimePart>?) -> [UInt8] {
        guard let content = g_mime_part_get_content(part) else { return [] }
        return collected { stream in _ = g_mime_data_wrapper_write_to_stream(content, stream) }
    }

    /// A part as it stands in a mail, headers included.
    static func serialized(_ object: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
        collected { stream in _ = g_mime_object_write_to_stream(object, nil, stream) }
    }

    /// Bytes converted to UTF-8, what is invalid replaced; nil when the charset is unknown.
    static func utf8(_ bytes: [UInt8], charset: String) -> [UInt8]? {
        guard let filter = g_mime_filter_charset_new(charset, "utf-8") else { return nil }
        defer { cgmime_unref(filter) }
        return collected { stream in
            guard let converting = g_mime_stream_filter_new(stream) else { return }
            defer { cgmime_unref(converting) }
            cgmime_add_filter(converting, filter)
            bytes.withUnsafeBytes { buffer in
                let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                if let start { _ = g_mime_stream_write(converting, start, buffer.count) }
            }
            _ = g_mime_stream_flush(converting)
        }
    }

    private static func collected(_ write: (UnsafeMutablePointer<GMimeStream>) -> Void) -> [UInt8] {
        guard let stream = g_mime_stream_mem_new() else { return [] }
        defer { cgmime_unref(stream) }
        write(stream)
        guard let array = cgmime_stream_bytes(stream) else { return [] }
        return Array(UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    }
}
