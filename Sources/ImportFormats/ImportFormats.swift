/// Reads conversations from the files that other systems leave behind.
///
/// The format is told by a file's content:
/// - JSON lines of messages (`events.jsonl`), of conversations (`conversations.jsonl`), either alone or both together,
///   of an AI agent's transcripts, and of shared rooms;
/// - mail: mbox, single `.eml` files and folders of them.
///
/// ```swift
/// for item in try ImportFormats.read(paths: ["history/"]) {
///     switch item {
///     case .conversation(let conversation): take(conversation)
///     case .skipped(let record): list(record)
///     }
/// }
/// ```
///
/// Nothing in a file stops the reading: a record that cannot be taken is skipped with its reason.
public enum ImportFormats {
    /// Looks through all files and gives what they hold: first the records that are skipped, then the conversations,
    /// whole, by the time of their opening.
    ///
    /// The files are read twice, once here and once while iterating, and must not change in between. What is kept of a
    /// record meanwhile is its place and its id.
    /// - Parameter paths: Files and folders; a folder stands for all files in it.
    /// - Throws: `ImportError` when a path does not exist.
    /// - Complexity: O(bytes) time; memory grows with the number of records, and holds one conversation at a time.
    public static func read(
        paths: [String], options: ImportOptions = ImportOptions()
    ) throws(ImportError) -> ImportReader {
        var index = ConversationIndex(paths: try FileDiscovery.files(at: paths), options: options)
        index.readAll()
        return ImportReader(index: index)
    }

    /// All regular files at or below the paths, each once, by name within a folder. Hidden files and links to folders
    /// are left alone.
    ///
    /// - Throws: `ImportError` when a path does not exist.
    public static func files(at paths: [String]) throws(ImportError) -> [String] {
        try FileDiscovery.files(at: paths)
    }
}
