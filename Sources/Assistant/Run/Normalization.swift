import Hub

/// What of a turn is read as the customer's question.
enum Normalization {
    /// How many scalars of a turn are read.
    static let scalarCountMax = 20_000

    /// The words of a message: without what it quotes and a signature, without comments of HTML, without characters that
    /// nobody sees and that would hide words from people or from searches, and with secrets hidden. O(text).
    static func plainText(_ markdown: String) -> String { withoutSecrets(markdown).text }

    /// The same, with what kinds of secrets were hidden. O(text).
    static func withoutSecrets(_ markdown: String) -> Secrets {
        let visible = withoutComments(
            String(
                String.UnicodeScalarView(
                    markdown.unicodeScalars.prefix(scalarCountMax).filter { !isInvisible($0) })))
        return Secrets(hiding: VisibleReply.visiblePart(of: RichText(markdown: visible).plainText))
    }

    private static func withoutComments(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "<!--") {
            result += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "-->") else { return result }
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    /// Format characters (zero width, direction, tags) and controls other than those of lines.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format: scalar != "\u{200D}"
        case .control: scalar != "\n" && scalar != "\t" && scalar != "\r"
        default: false
        }
    }
}

/// The text of messages as the assistant reads it.
public enum AssistantText {
    /// The words of a message in canonical Markdown that are a question's. O(text).
    public static func plain(_ markdown: String) -> String { Normalization.plainText(markdown) }
}
