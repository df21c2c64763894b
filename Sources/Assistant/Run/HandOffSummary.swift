import CRDT
public import Hub

/// What people read when the assistant hands a ticket over: why, what the customer said and what was tried, in sentences
/// of the conversation, each with the message that it is from.
public struct HandOffSummary: Sendable {
    private let trace: Trace
    private let request: AssistantRequest

    /// How many of the customer's messages are quoted, the newest.
    private static let quoteCountMax = 5
    /// How long a quote is, in characters.
    private static let quoteLengthMax = 240
    /// How many articles are named.
    private static let articleCountMax = 3

    /// Sums up a run that hands over.
    public init(_ trace: Trace, of request: AssistantRequest) {
        self.trace = trace
        self.request = request
    }

    /// The summary as Markdown.
    ///
    /// - Parameter title: The title of an article for its reference.
    public func markdown(title: (ContentReference) -> String?) -> String {
        var blocks: [RichText.Block] = [.paragraph([.text(reason)])]
        let asked = request.conversation.filter { $0.author == .customer && !$0.body.isEmpty }
        if !asked.isEmpty {
            blocks.append(.paragraph([.text("The customer wrote:")]))
            blocks.append(.list(.init(items: asked.suffix(Self.quoteCountMax).map(Self.item))))
        }
        let said = request.spoken
        if !said.isEmpty {
            blocks.append(.paragraph([.text("The assistant wrote:")]))
            blocks.append(.list(.init(items: said.suffix(Self.quoteCountMax).map(Self.item))))
        }
        let near = trace.candidates.prefix(Self.articleCountMax).compactMap { title($0.source) }
        if !near.isEmpty {
            blocks.append(.paragraph([.text("Nearest articles: " + near.map(Self.line).joined(separator: "; "))]))
        }
        return RichText(blocks: blocks).normalized.markdown
    }

    private var reason: String {
        guard case .handOff(let handOff) = trace.decision else { return "The assistant stopped here." }
        let words = handOff.reason.code.replacing("_", with: " ")
        guard let confidence = trace.confidence else { return "The assistant handed over: \(words)." }
        func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
        return "The assistant handed over: \(words). It was \(percent(confidence.probability)) sure; "
            + "it answers from \(percent(trace.policy.thresholds.answer))."
    }

    private static func item(_ line: AssistantRequest.Line) -> [RichText.Block] {
        let text = Self.line(Normalization.plainText(line.body))
        let isCut = text.count > quoteLengthMax
        let quote = isCut ? String(text.prefix(quoteLengthMax)) + "…" : text
        return [.paragraph([.text("“\(quote)” "), .init(.code(line.message.description))])]
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
