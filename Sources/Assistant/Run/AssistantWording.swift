public import Hub

/// What the assistant says around an article's own words, in the customer's language where it has words for that and in
/// English otherwise.
public struct AssistantWording: Sendable {
    private let phrases: Phrases

    private struct Phrases: Sendable {
        let notice: String
        let contact: String
        let source: String
        let offer: String
        let clarification: String
    }

    /// The wording of a language, as BCP 47.
    public init(_ language: String?) {
        phrases = language.flatMap { Self.all[Language.base($0)] } ?? Self.english
    }

    /// Asks back where nothing says what about.
    public var clarification: String { phrases.clarification }

    /// The message that tells an answer: its best sentence set off, and the article that it is from, in Markdown.
    public func message(_ answer: ExtractiveAnswer) -> String {
        let text = Self.line(answer.text)
        let sentence = Self.line(answer.sentence)
        var inlines: [RichText.Inline] = []
        if let range = text.firstRange(of: sentence), sentence.utf8.count < text.utf8.count {
            inlines = [
                .text(String(text[..<range.lowerBound])), .text(sentence, style: .strong),
                .text(String(text[range.upperBound...])),
            ]
        } else {
            inlines = [.text(text)]
        }
        let source: [RichText.Inline] = [.text(phrases.source + " "), .text(Self.line(answer.title), style: .emphasis)]
        return RichText(blocks: [.paragraph(inlines), .paragraph(source)]).normalized.markdown
    }

    /// The message that offers articles, in Markdown.
    public func message(_ articles: [Decision.ArticleOffer]) -> String {
        let items = articles.map { [RichText.Block.paragraph([.text(Self.line($0.title))])] }
        return RichText(blocks: [.paragraph([.text(phrases.offer)]), .list(.init(items: items))]).normalized.markdown
    }

    /// The message that asks back, in Markdown: its words stand for themselves.
    public func message(asking question: String) -> String { RichText(plainText: question).markdown }

    /// The notice that a person takes over, in Markdown.
    public func notice(asksForContact: Bool) -> String {
        RichText(plainText: asksForContact ? "\(phrases.notice) \(phrases.contact)" : phrases.notice).markdown
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static let english = Phrases(
        notice: "I am passing this on to a colleague, who will reply here.",
        contact: "How can we reach you? Please leave a mail address or a telephone number.",
        source: "From our article", offer: "These articles may help:",
        clarification: "Could you describe in a few more words what you would like to do, and what happens instead?")

    private static let all: [String: Phrases] = [
        "en": english,
        "de": Phrases(
            notice: "Ich gebe das an eine Kollegin oder einen Kollegen weiter; die Antwort kommt hier.",
            contact: "Wie erreichen wir Sie? Bitte nennen Sie uns eine E-Mail-Adresse oder Telefonnummer.",
            source: "Aus unserem Artikel", offer: "Diese Artikel könnten helfen:",
            clarification: "Können Sie mit ein paar Worten mehr beschreiben, was Sie tun möchten und was passiert?"),
        "fr": Phrases(
            notice: "Je transmets votre demande à un collègue, qui vous répondra ici.",
            contact: "Comment pouvons-nous vous joindre ? Laissez-nous une adresse e-mail ou un numéro de téléphone.",
            source: "Extrait de notre article", offer: "Ces articles peuvent vous aider :",
            clarification: "Pourriez-vous décrire en quelques mots de plus ce que vous souhaitez faire ?"),
        "es": Phrases(
            notice: "Paso su consulta a un compañero, que le responderá aquí.",
            contact: "¿Cómo podemos contactarle? Déjenos un correo electrónico o un número de teléfono.",
            source: "De nuestro artículo", offer: "Estos artículos pueden ayudarle:",
            clarification: "¿Podría describir con algunas palabras más lo que desea hacer y lo que ocurre?"),
        "it": Phrases(
            notice: "Passo la richiesta a un collega, che risponderà qui.",
            contact: "Come possiamo contattarla? Ci lasci un indirizzo e-mail o un numero di telefono.",
            source: "Dal nostro articolo", offer: "Questi articoli potrebbero aiutare:",
            clarification: "Può descrivere con qualche parola in più che cosa vuole fare e che cosa succede?"),
        "pt": Phrases(
            notice: "Vou passar o seu pedido a um colega, que responderá aqui.",
            contact: "Como podemos contactá-lo? Deixe um endereço de e-mail ou um número de telefone.",
            source: "Do nosso artigo", offer: "Estes artigos podem ajudar:",
            clarification: "Pode descrever com mais algumas palavras o que pretende fazer e o que acontece?"),
        "nl": Phrases(
            notice: "Ik geef dit door aan een collega, die hier zal antwoorden.",
            contact: "Hoe kunnen we u bereiken? Laat een e-mailadres of telefoonnummer achter.",
            source: "Uit ons artikel", offer: "Deze artikelen kunnen helpen:",
            clarification: "Kunt u met een paar woorden meer beschrijven wat u wilt doen en wat er gebeurt?"),
    ]
}
