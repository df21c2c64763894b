import Hub

/// Guesses the language of a text from its script and its commonest words. It is silent rather than wrong: a short text,
/// or one that fits two languages alike, gives nothing.
public enum Language {
    /// The language as BCP 47; nil when the text does not decide. O(text).
    public static func guess(_ text: String) -> String? {
        if let language = byScript(text) { return language }
        var counts: [String: Int] = [:]
        let words = Words.tokens(in: text).prefix(wordCountMax).map(\.folded)
        for word in words { for language in languages[word] ?? [] { counts[language, default: 0] += 1 } }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let best = order.first, best.value >= hitCountMin else { return nil }
        let second = order.dropFirst().first?.value ?? 0
        return best.value > second ? best.key : nil
    }

    /// The part of a BCP 47 tag that names the language: `pt` of `pt-BR`.
    public static func base(_ tag: String) -> String {
        Words.caseFolded(String(tag.prefix { $0 != "-" && $0 != "_" }))
    }

    /// How many words are looked at.
    private static let wordCountMax = 200
    /// How many common words a language needs.
    private static let hitCountMin = 2

    private static func byScript(_ text: String) -> String? {
        var letters = 0
        var counts: [String: Int] = [:]
        for scalar in text.unicodeScalars.prefix(2000) where scalar.properties.isAlphabetic {
            letters += 1
            switch scalar.value {
            case 0x0370...0x03FF: counts["el", default: 0] += 1
            case 0x0400...0x04FF: counts["ru", default: 0] += 1
            case 0x0590...0x05FF: counts["he", default: 0] += 1
            case 0x0600...0x06FF: counts["ar", default: 0] += 1
            case 0x0900...0x097F: counts["hi", default: 0] += 1
            case 0x0E00...0x0E7F: counts["th", default: 0] += 1
            case 0x3040...0x30FF: counts["ja", default: 0] += 3
            case 0x4E00...0x9FFF: counts["zh", default: 0] += 1
            case 0xAC00...0xD7AF: counts["ko", default: 0] += 1
            default: continue
            }
        }
        // Of the letters that several languages share only the commonest is named.
        if let ukrainian = "іїєґ".first(where: text.contains), !text.contains("ы"), counts["ru"] != nil {
            return ukrainian.isLetter ? "uk" : nil
        }
        guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        return best.value * 2 > letters ? best.key : nil
    }

    private static let common: [(String, String)] = [
        (
            "en",
            "the and is are was you how do does what my can with for to of it have not this i when where why please"
        ),
        (
            "de",
            "der die das und ist ich nicht wie ein eine mit zu auf mein meine habe kann wann warum bitte es wir sie"
        ),
        ("fr", "le la les et est je ne pas comment un une des avec pour mon ma mes vous nous puis quand pourquoi dans"),
        ("es", "el la los las y es yo no como un una con para mi mis por que puedo cuando donde esta tengo del"),
        ("it", "il lo la gli e non come un una con per mio mia che posso quando dove sono ho del della perche"),
        ("pt", "o a os as e nao como um uma com para meu minha que posso quando onde esta tenho do da voce"),
        ("nl", "de het een en is niet hoe ik mijn met voor van kan wanneer waar waarom heb op dat wij zijn"),
        ("sv", "och att det som inte hur jag min mitt med for kan nar var varfor har pa ar en ett"),
        ("da", "og at det som ikke hvordan jeg min mit med for kan hvornar hvor hvorfor har pa er en et"),
        ("pl", "i nie jak jest to sie na z do moj moja czy moge kiedy gdzie dlaczego mam nie po"),
        ("tr", "ve bir bu nasil icin benim ne zaman nerede neden var yok ile mi degil"),
    ]

    /// The languages that have a word among their commonest.
    private static let languages: [String: [String]] = {
        var languages: [String: [String]] = [:]
        for (language, words) in common {
            for word in Set(words.split(separator: " ").map(String.init)) {
                languages[word, default: []].append(language)
            }
        }
        return languages
    }()
}
