import Hub

/// What a customer's turn is before anything is searched for, by fixed lists of words: a courtesy, a yes or no to what
/// the assistant said, a wish for a person, or a question.
public enum TurnReading: String, Hashable, Sendable, Codable, CaseIterable {
    /// Something that is to be answered.
    case question
    /// A greeting, an acknowledgement, thanks: nothing to answer.
    case courtesy
    /// A yes to the assistant's last answer.
    case confirmation
    /// A no to it.
    case rejection
    /// The wish to talk to a person.
    case person

    /// The name and version of the lists, for judgements.
    public static let classifier = "turn-reading 1"

    /// A turn with more words than this asks for something, whatever the words are.
    private static let wordCountMax = 12

    /// Reads a turn's plain words. O(text).
    ///
    /// - Parameter isReply: Whether the assistant answered or offered something right before.
    init(_ text: String, isReply: Bool) {
        if PersonWish.stands(in: text) {
            self = .person
            return
        }
        let words = Words.tokens(in: text).map(\.folded)
        let asks = text.contains { "?？؟".contains($0) }
        guard words.count <= Self.wordCountMax, !asks else {
            self = .question
            return
        }
        let courtesies = CourtesyWords.courtesies
        let rest = words.filter { !courtesies.contains($0) }
        if rest.isEmpty {
            // Without any words, it is a sign such as a thumb.
            self = .courtesy
        } else if isReply,
            rest.allSatisfy({ CourtesyWords.filling.contains($0) || CourtesyWords.verdicts.contains($0) })
        {
            let isNo = rest.contains(where: CourtesyWords.negations.contains)
            let isYes = rest.contains(where: CourtesyWords.affirmations.contains)
            self = isNo ? .rejection : isYes ? .confirmation : .question
        } else {
            self = .question
        }
    }

    /// Whether a courtesy greets, and thanks for nothing. O(text).
    static func isMereGreeting(_ text: String) -> Bool {
        let words = Words.tokens(in: text).map(\.folded)
        return words.contains(where: CourtesyWords.greetings.contains)
            && !words.contains(where: CourtesyWords.thanks.contains)
    }
}

/// Words of short turns, folded, of the languages that the assistant has words for.
private enum CourtesyWords {
    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// Thanks, greetings and acknowledgements.
    static let courtesies = words(
        """
        thanks thank you thx ty cheers much many very so a lot all ok okay k fine great good cool nice awesome perfect \
        super alright got it hi hello hey hiya morning afternoon evening there bye goodbye regards best kind welcome \
        danke dankeschon vielen herzlichen schonen dank besten schon hallo guten tag morgen abend tschuss grusse \
        freundlichen mit viele gruss moin servus alles klar gut \
        merci beaucoup bonjour bonsoir salut au revoir d accord parfait tres bien bonne journee cordialement \
        gracias muchas hola buenos buenas dias tardes noches adios vale perfecto saludos un saludo \
        grazie mille ciao buongiorno buonasera arrivederci va bene perfetto \
        obrigado obrigada muito ola bom boa dia tarde noite tchau ate logo \
        bedankt dank je u wel hoi hallo goedemorgen goedemiddag dag doei prima oke \
        tack hej tak takk hei kiitos dziekuje czesc dzien dobry spasibo спасибо здравствуйте привет добрый день ok
        """)
    /// Those of them that greet somebody.
    static let greetings = words(
        """
        hi hello hey hiya morning afternoon evening welcome hallo tag morgen abend servus moin bonjour bonsoir salut \
        hola dias tardes noches ciao buongiorno buonasera ola dia tarde noite hoi goedemorgen goedemiddag hej hei \
        czesc dzien dobry здравствуйте привет день
        """)
    /// Those of them that thank.
    static let thanks = words(
        """
        thanks thank thx ty cheers danke dankeschon dank merci gracias grazie obrigado obrigada bedankt tack tak takk \
        kiitos dziekuje spasibo спасибо
        """)
    /// What says yes.
    static let affirmations = words(
        """
        yes yep yeah worked works helped helps solved fixed resolved correct exactly ja jawohl geholfen funktioniert \
        klappt gelost oui marche resolu aide si funciono funciona solucionado resuelto ayudo funziona risolto aiutato \
        sim funcionou resolvido ajudou werkt opgelost geholpen да помогло
        """)
    /// What says no.
    static let negations = words(
        """
        no nope not didn doesn wasn isn don unhelpful wrong useless nein nicht falsch kein non pas ne faux incorrecto \
        sbagliato nao nee niet verkeerd нет не
        """)
    /// Words between them that change nothing.
    static let filling = words(
        """
        that this it did does t is was s for me my the problem issue question answer now still work help helpful working \
        has have das hat es mir leider problem noch immer jetzt ca a m c est ce n toujours mon probleme eso esto ha me \
        mi problema todavia questo ha mi il problema isso o meu problema dat het mijn probleem heeft mij nog steeds это
        """)
    static let verdicts = affirmations.union(negations)
}
