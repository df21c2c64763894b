import Hub

/// Sentences that tell the assistant how to answer or who to be: «ignore your instructions», «you are now…», «put this
/// into your reply». They ask nothing that a library answers, so they are set aside before anything is searched for.
///
/// The lists only ever take words away from the search. What they miss is searched for like any other words, and moves
/// nothing but the evidence of its own paragraph.
enum AssistantOrders {
    /// A text without its orders.
    struct Result: Hashable, Sendable {
        /// What is left, paragraph by paragraph.
        let text: String
        /// How many sentences were set aside.
        let count: Int
    }

    /// Sets orders aside. A sentence about the assistant's answer goes alone; an order about its role or its rules takes
    /// its paragraph along. O(text).
    static func setAside(in text: String) -> Result {
        var kept: [String] = []
        var count = 0
        for paragraph in Paragraphs.cut(text) {
            let sentences = Sentences.cut(paragraph)
            let words = sentences.map { Words.tokens(in: String($0)).map(\.folded) }
            if words.contains(where: isAboutTheAssistant) {
                count += sentences.count
                continue
            }
            let rest = zip(sentences, words).filter { !isAboutTheAnswer($0.1) }.map { $0.0 }
            // A paragraph without orders stays as it is, its lines included.
            let isWhole = rest.count == sentences.count
            count += sentences.count - rest.count
            if isWhole { kept.append(paragraph) } else if !rest.isEmpty { kept.append(rest.joined(separator: "\n")) }
        }
        return Result(text: kept.joined(separator: "\n\n"), count: count)
    }

    /// Whether a sentence speaks of the assistant's own answer.
    private static func isAboutTheAnswer(_ words: [String]) -> Bool {
        if words.count > 1, answering.contains(words[0]), manners.contains(words[1]) { return true }
        return words.indices.contains { position in
            answers.contains(words[position])
                && words[max(0, position - reach)..<position].contains(where: possessives.contains)
        }
    }

    /// Whether a sentence gives the assistant another role or other rules.
    private static func isAboutTheAssistant(_ words: [String]) -> Bool {
        for (position, word) in words.enumerated() {
            let next = words[(position + 1)...].prefix(distance)
            if dismissals.contains(word), next.contains(where: instructions.contains) { return true }
            if phrases.contains(where: { words[position...].starts(with: $0) }) { return true }
        }
        return false
    }

    /// How many words stand between the possessive and the answer at most, with one more for either.
    private static let reach = 2
    /// How many words after a verb the instructions stand at most.
    private static let distance = 6

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    private static let possessives = words(
        """
        your deine deiner deinen deinem ihre ihrer ihren ihrem votre vos ta tes tu su sus tua tue sua suas vostra uw \
        jouw din dina
        """)
    private static let answers = words(
        """
        reply replies response responses answer answers output outputs antwort antworten reponse reponses respuesta \
        respuestas risposta risposte resposta respostas antwoord antwoorden svar
        """)
    /// What a sentence that says how to answer begins with, and what follows.
    private static let answering = words("answer reply respond antworte antworten reponds repondez responde rispondi")
    private static let manners = words(
        "with only in as like using mit nur auf wie als avec en seulement con solo come como em")
    private static let dismissals = words(
        """
        ignore ignoring disregard forget override bypass ignoriere ignorieren vergiss missachte ignorez oublie oubliez \
        ignora ignorar ignorad olvida olvide dimentica esquece negeer vergeet
        """)
    private static let instructions = words(
        """
        instruction instructions prompt prompts guidelines directives anweisung anweisungen instruktionen vorgaben \
        consigne consignes instrucciones instruccion istruzioni instrucoes instructies
        """)
    private static let phrases = [
        "system prompt", "from now on you", "you are now a", "you are now the", "you are now dan",
        "you are going to act", "you are going to play",
        "you will act", "you must act", "act as if you", "pretend you", "pretend to be", "pretend that you",
        "just print", "just output", "just say", "forget everything you", "do anything now", "ab jetzt bist du",
        "du bist jetzt", "tu dois faire semblant", "tu es maintenant", "a partir de ahora eres",
    ].map { $0.split(separator: " ").map(String.init) }
}
