/// A search: conditions on fields, words to find, an order.
///
/// ```
/// status:open,pending -owner:none created:>2024-01-01 "exact phrase" word or other -unwanted sort:-waiting
/// ```
/// Conditions and words all have to hold; values behind one field are alternatives, `-` turns a condition or a word
/// round, `or` joins the words beside it. Words in quotation marks are found with their diacritics, others without;
/// neither regards case. `none` stands for an empty field and `me` for the person who searches; in quotation marks
/// both are plain words.
public struct Query: Hashable, Sendable {
    /// The conditions on fields.
    public var filter: Filter
    /// The words to find, joined by «and».
    public var text: [TextClause]
    /// The order that the search names; nil: the reader's choice, `TicketSort.standard` for a start.
    public var sort: TicketSort?

    /// The longest text that is read, in bytes of UTF-8.
    public static let byteCountMax = 8192

    /// Assembles a query.
    public init(filter: Filter = Filter(), text: [TextClause] = [], sort: TicketSort? = nil) {
        self.filter = filter
        self.text = text
        self.sort = sort
    }

    /// Reads a search. Linear time; an empty text finds everything.
    ///
    /// - Throws: `SyntaxProblem`, which says where.
    public init(_ text: String) throws(SyntaxProblem) {
        var parser = try QueryParser(text)
        self = try parser.parse()
    }

    /// True when the row passes the filter and its texts (the subject and every message that the reader may see) hold
    /// the words. Each text is searched alone: a phrase never spans two.
    public func matches(_ row: TicketSummary, texts: [String], in context: SearchContext) -> Bool {
        filter.matches(row, in: context) && matches(texts: texts)
    }

    /// True when the texts of one ticket hold the words of the query.
    public func matches(texts: [String]) -> Bool {
        guard !text.isEmpty else { return true }
        let tokens = texts.map(Words.tokens)
        return text.allSatisfy { $0.matches(tokens) }
    }
}

extension Query: Codable {
    /// Reads the query from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the query as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
