public import Foundation
public import Hub

/// Questions of a company with the articles that answer them: what the assistant is measured on.
public struct EvaluationSet: Sendable {
    /// The name, for people.
    public let name: String
    /// The library.
    public let items: [LibraryItem]
    /// The questions, in the order of the file.
    public let questions: [EvaluationQuestion]

    /// Reads a set.
    ///
    /// - Parameters:
    ///   - name: The name for people.
    ///   - articles: JSON lines with `id, title, body` and perhaps `summary, alt_questions, lang, audience`.
    ///   - questions: JSON lines with `id, text, gold, answerable` and perhaps `subject, context, traits, gold_answer,
    ///     lang, at`.
    /// - Throws: `malformedRecord` with the line; `unusableSet` when there is nothing to measure.
    /// - Complexity: O(bytes).
    public init(name: String, articles: Data, questions: Data) throws(AssistantError) {
        let articles: [ArticleRecord] = try JSONLines.records(articles, file: "articles.jsonl")
        let records: [QuestionRecord] = try JSONLines.records(questions, file: "queries.jsonl")
        guard !articles.isEmpty, !records.isEmpty else {
            throw .unusableSet(name: name, explanation: "it has no articles or no questions; both files need lines")
        }
        guard Set(articles.map(\.id)).count == articles.count, Set(records.map(\.id)).count == records.count else {
            throw .unusableSet(name: name, explanation: "an id is there twice; give every line its own")
        }
        self.name = name
        items = articles.map(\.item)
        self.questions = records.map(\.question)
    }
}

extension EvaluationSet {
    /// Halves questions by time, as if teammates had answered the earlier half.
    ///
    /// - Parameter questions: Questions of the set; those without a time or an answer are left out.
    /// - Returns: The earlier half as past questions, and the later half.
    /// - Throws: `unusableSet` when fewer than two of them have a time.
    public func split(
        _ questions: [EvaluationQuestion]
    ) throws(AssistantError) -> (past: [PastQuestion], later: [EvaluationQuestion]) {
        let known = questions.filter { $0.isAnswerable && $0.askedAt != nil }
            .sorted { ($0.askedAt ?? "", $0.id) < ($1.askedAt ?? "", $1.id) }
        guard known.count > 1 else {
            throw .unusableSet(
                name: name, explanation: "its answerable questions have no times (`at`) to halve them by")
        }
        let past = known[..<(known.count / 2)].flatMap { question in
            question.gold.sorted().map { PastQuestion(question.question, item: $0) }
        }
        return (past, Array(known[(known.count / 2)...]))
    }
}

/// A question whose answer is known.
public struct EvaluationQuestion: Hashable, Sendable {
    /// Its id within the set.
    public let id: String
    /// What is asked.
    public let question: Question
    /// What is known of who asks; counts as verified.
    public let traits: AudienceTraits
    /// The articles of which any one is right.
    public let gold: Set<String>
    /// Whether the library can answer it at all.
    public let isAnswerable: Bool
    /// The right answer in words; nil when the set has none.
    public let goldAnswer: String?
    /// The language, as BCP 47.
    public let language: String?
    /// When it was asked, in ISO 8601; nil when the set does not say.
    public let askedAt: String?
}

private struct ArticleRecord: Decodable {
    let id: String
    let title: String
    let body: String
    let summary: String?
    let questions: [String]?
    let language: String?
    let audience: [String: [TraitValue]]?

    enum CodingKeys: String, CodingKey {
        case id, title, body, summary, audience
        case questions = "alt_questions"
        case language = "lang"
    }

    var item: LibraryItem {
        let conditions = (audience ?? [:]).sorted { $0.key < $1.key }.map { trait, values -> Audience.Expression in
            values.isEmpty ? .constant(false) : .oneOf(trait: trait, values.map(\.value))
        }
        let expression: Audience.Expression =
            switch conditions.count {
            case 0: .constant(true)
            case 1: conditions[0]
            default: .all(conditions)
            }
        let text = [summary ?? "", body].filter { !$0.isEmpty }.joined(separator: "\n\n")
        return LibraryItem(
            reference: ContentReference(kind: .article, id: id, version: "1"), title: title, body: text,
            questions: questions ?? [], language: language, audience: Audience(expression))
    }
}

private struct QuestionRecord: Decodable {
    struct Turn: Decodable {
        let text: String
    }

    let id: String
    let subject: String?
    let text: String
    let context: [Turn]?
    let traits: [String: TraitValue]?
    let gold: [String]
    let answerable: Bool
    let goldAnswer: String?
    let language: String?
    let askedAt: String?

    enum CodingKeys: String, CodingKey {
        case id, subject, text, context, traits, gold, answerable
        case goldAnswer = "gold_answer"
        case language = "lang"
        case askedAt = "at"
    }

    var question: EvaluationQuestion {
        EvaluationQuestion(
            id: id, question: Question(subject: subject ?? "", text: text, earlier: (context ?? []).map(\.text)),
            traits: AudienceTraits(verified: (traits ?? [:]).mapValues(\.value)), gold: Set(gold),
            isAnswerable: answerable, goldAnswer: goldAnswer, language: language, askedAt: askedAt)
    }
}

private struct TraitValue: Decodable {
    let value: Audience.Value

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let bool = try? container.decode(Bool.self) {
            value = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            value = .number(number)
        } else {
            value = .string(try container.decode(String.self))
        }
    }
}
