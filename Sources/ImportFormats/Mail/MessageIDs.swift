/// Reads message ids out of headers.
enum MessageIDs {
    private static let idsMax = 200
    private static let charactersMax = 998

    /// The ids between angle brackets, each once, in order; words around them (as old programs write into In-Reply-To)
    /// are left out. Of very many the first and the latest are kept.
    static func all(in field: String) -> [String] {
        var seen: Set<String> = []
        var ids: [String] = []
        var rest = field[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: ">") else { break }
            let id = rest[..<close].filter { !$0.isWhitespace }
            rest = rest[rest.index(after: close)...]
            if !id.isEmpty, id.utf8.count <= charactersMax, seen.insert(id).inserted { ids.append(id) }
        }
        return ids.count > idsMax ? Array(ids.prefix(1) + ids.suffix(idsMax - 1)) : ids
    }

    /// The id of a Message-ID header: that between angle brackets, else a single word.
    static func first(in field: String) -> String? {
        if let id = all(in: field).first { return id }
        let words = field.split { $0.isWhitespace || $0 == "<" || $0 == ">" }
        return words.count == 1 && words[0].utf8.count <= charactersMax ? String(words[0]) : nil
    }
}
