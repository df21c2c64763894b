import Hub

/// The wish to talk to a person, in several languages: a rule that no guidance switches off, because a customer who asks
/// for a person must get one.
enum PersonWish {
    /// Whether a text states it. O(text).
    static func stands(in text: String) -> Bool {
        if written.contains(where: text.contains) { return true }
        let words = Words.tokens(in: text).map(\.folded)
        // A message that is nothing but the word.
        let rest = words.filter { !courtesies.contains($0) }
        if !rest.isEmpty, rest.count <= 2, rest.allSatisfy(people.contains) { return true }
        if isAsked(in: text) { return true }
        for (position, word) in words.enumerated() {
            let wanted = talking.contains(word) ? persons : wishing.contains(word) ? people : []
            guard !wanted.isEmpty else { continue }
            let before = words[max(0, position - reach)..<position]
            guard !before.contains(where: negations.contains) else { continue }
            let after = words[(position + 1)...].prefix(distance)
            // A «user agent» is a program.
            if after.indices.contains(where: { wanted.contains(words[$0]) && words[$0 - 1] != "user" }) { return true }
        }
        return false
    }

    /// Whether a sentence is nothing but the word for somebody and a please. O(text).
    private static func isAsked(in text: String) -> Bool {
        text.split(whereSeparator: { ".:;!?。！？\n".contains($0) }).contains { sentence in
            let words = Words.tokens(in: String(sentence)).map(\.folded)
            let rest = words.filter { !courtesies.contains($0) }
            return words.contains(where: pleases.contains) && (1...2).contains(rest.count)
                && rest.allSatisfy { people.contains($0) || alone.contains($0) }
        }
    }

    /// How many words before a verb may turn it round.
    private static let reach = 3
    /// How many words after a verb the person stands at most.
    private static let distance = 5

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// Ways of scripts without spaces.
    private static let written = ["人工客服", "转人工", "轉人工", "真人客服", "人間と話", "オペレーターと話", "オペレーターに", "상담원"]
    /// Who is meant where somebody is to be talked to.
    private static let persons = people.union(
        words(
            """
            person people someone somebody colleague staff employee manager supervisor advisor team member \
            menschen mitarbeiter mitarbeiterin kollegen kollegin berater jemandem personne conseiller conseillere \
            quelqu collegue persona alguien asesor persona qualcuno addetto pessoa alguem persoon iemand collega nagon \
            person kims kogos ludzmi biri birisi birisiyle
            """))
    /// Who is meant by the word alone.
    private static let people = words(
        """
        human humans agent agents representative rep operator mensch menschen mitarbeiter mitarbeiterin humain agent \
        operateur conseiller humano humana agente operador operatore umano atendente medewerker mens manniska \
        handlaggare konsultant konsultantem człowiek człowiekiem czlowiekiem temsilci temsilciyle insan insanla \
        человек человеком оператор оператором оператора сотрудником
        """)
    /// Who is meant by the word alone where it is asked for.
    private static let alone = words(
        "person someone somebody jemanden persona alguien personne quelqu qualcuno pessoa persoon")
    private static let pleases = words("please bitte favor plait favore alsjeblieft")
    private static let courtesies = words(
        "please a an the real live now bitte por favor s il vous plait un une una eine einen un uma een per favore alsjeblieft"
    )
    private static let talking = words(
        """
        speak speaking talk talking chat connect transfer escalate sprechen reden verbinden weiterleiten parler \
        contacter joindre transferez hablar comunicar comunicarme contactar pasame parlare contattare falar conversar \
        spreken praten prata tala rozmawiac porozmawiac konusmak gorusmek поговорить соедините говорить позовите
        """)
    private static let wishing = words(
        """
        want need get give put real live brauche mochte will veux voudrais besoin quiero necesito voglio vorrei quero \
        preciso wil chce potrzebuje istiyorum хочу нужен нужна
        """)
    private static let negations = words(
        "not don no never without nicht kein keinen keine pas jamais sin nunca non senza nao sem niet geen nie не")
}
