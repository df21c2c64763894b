/// Where a record stands, so that it can be read again when its conversation is put together.
struct RecordReference: Hashable, Sendable {
    /// Index of the file in the reading's list.
    var file: Int
    /// Line or message in the file, from 1.
    var position: Int
    /// First byte.
    var offset: Int64
    /// Length in bytes.
    var length: Int
}

/// Reads records by reference and keeps the last file open.
struct RecordStore {
    /// Paths by index.
    let paths: [String]
    private var current: (index: Int, file: InputFile)?

    init(paths: [String]) { self.paths = paths }

    /// The file at an index, opened if need be; nil when it cannot be opened.
    mutating func file(_ index: Int) -> InputFile? {
        if let current, current.index == index { return current.file }
        guard let file = InputFile(path: paths[index]) else { return nil }
        current = (index, file)
        return file
    }

    /// The bytes of a record; nil when the file is gone or has become shorter.
    mutating func bytes(of record: RecordReference) -> [UInt8]? {
        guard let bytes = file(record.file)?.read(at: record.offset, count: record.length),
            bytes.count == record.length
        else { return nil }
        return bytes
    }
}
