import Hub

/// Finds articles that a text names: by identifier, or by a title of several words.
public struct ArticleNames: Sendable {
    private var ids: [String: String] = [:]
    private var titles: [String: [(words: [String], id: String)]] = [:]

    /// A title of fewer words may be any words.
    private static let wordCountMin = 2

    /// Takes the names of a library's items. O(items).
    public init(_ items: [LibraryItem]) {
        for item in items {
            ids[Words.folded(item.reference.id)] = item.reference.id
            let words = Words.tokens(in: item.title).map(\.folded)
            guard let first = words.first, words.count >= Self.wordCountMin else { continue }
            titles[first, default: []].append((words, item.reference.id))
        }
    }

    /// Whether an item has this identifier.
    public func has(_ id: String) -> Bool { ids[Words.folded(id)] != nil }

    /// The article that a text names first; of titles that begin alike the longest. O(text).
    public func first(in text: String) -> String? {
        let words = Words.tokens(in: text).map(\.folded)
        for (position, word) in words.enumerated() {
            if let id = ids[word] { return id }
            let named = (titles[word] ?? []).filter { words[position...].starts(with: $0.words) }
            if let longest = named.max(by: { ($0.words.count, $1.id) < ($1.words.count, $0.id) }) { return longest.id }
        }
        return nil
    }
}
