import SyncProtocol

/// Finds out whether the frames of a stream bring anything, from pieces that are cut anywhere.
struct StreamScanner {
    private var pending: [UInt8] = []

    /// Takes the next piece; true when a frame says more than that the server is there.
    ///
    /// Bytes that are no frames count as news: the pull that follows finds out what is wrong with them.
    mutating func hasNews(_ bytes: [UInt8], behind cursor: SyncCursor) -> Bool {
        pending += bytes
        while let end = frameEnd() {
            let frame = Array(pending[..<end])
            pending.removeFirst(end)
            guard let frames = try? Frame.decode(frame) else { return true }
            for frame in frames {
                switch frame {
                case .keepalive: continue
                case .checkpoint(let checkpoint):
                    // Where nothing moved, the server says where we stand already.
                    guard checkpoint.cursor == cursor, !checkpoint.hasMore else { return true }
                case .batch, .scopeOpen, .scopeClose, .carried, .row: return true
                }
            }
        }
        return false
    }

    /// One past the first frame: a tag, a varint length and as many bytes; nil while it is incomplete.
    private func frameEnd() -> Int? {
        var reader = ByteReader(pending)
        guard (try? reader.byte()) != nil, let count = try? reader.varint() else { return nil }
        guard count <= UInt64(reader.remaining) else { return nil }
        return reader.position + Int(count)
    }
}
