import Assistant
import Foundation
import Testing

@Suite struct EvaluationTests {
    private static func set(_ articles: String, _ questions: String) throws(AssistantError) -> EvaluationSet {
        try EvaluationSet(name: "set", articles: Data(articles.utf8), questions: Data(questions.utf8))
    }

    @Test func `figures are those of a case worked by hand`() throws {
        let set = try Self.set(
            """
            {"id": "key", "title": "Lost keys", "body": "We cut a new key."}
            {"id": "lamp", "title": "Broken lamps", "body": "Lamps are repaired at once."}
            """,
            """
            {"id": "1", "text": "I lost my keys", "gold": ["key"], "answerable": true, "gold_answer": "A new key."}
            {"id": "2", "text": "keys", "gold": ["lamp"], "answerable": true}
            {"id": "3", "text": "broken lamp", "gold": [], "answerable": false}
            {"id": "4", "text": "xyzzy", "gold": ["lamp"], "answerable": true}
            """)
        let findings = Evaluator(set).ask()
        #expect(findings.map(\.ranked.first) == ["key", "key", "lamp", nil])
        #expect(findings[1].ranked == ["key"])
        let confidences = [0.95, 0.4, 0.6, 0.1]
        let lines = zip(findings, confidences).map { finding, confidence in
            RunLine(
                id: finding.question.id, ranked: finding.ranked, confidence: confidence, answered: confidence > 0.5,
                answer: finding.answer)
        }
        let figures = EvaluationFigures(findings, lines)
        #expect(figures.recallAt1 == 1.0 / 3)
        #expect(figures.recallAt5 == 1.0 / 3)
        #expect(figures.meanReciprocalRankAt10 == 1.0 / 3)
        // The only right one is the most confident.
        #expect(figures.areaCorrect == 1)
        // Of the answerable ones, one of three stands above the one that is not.
        #expect(figures.areaAnswerable == 1.0 / 3)
        #expect(figures.answeredShare == 0.5)
        #expect(figures.answeredPrecision == 0.5)
        #expect(figures.answeredWhenUnanswerable == 1)
        #expect(abs(figures.calibrationError - (0.05 + 0.4 + 0.6 + 0.1) / 4) < 1e-12)
        // «We cut a new key.» and «A new key.» have three words in common, of five and three.
        #expect(figures.answerF1 == 6.0 / 8)
        #expect(figures.answerRecall == 1)
    }

    @Test func `coverage says nothing of fewer than five`() throws {
        let articles = #"{"id": "a", "title": "Apples", "body": ""}"#
        let questions = (1...10).map { number in
            let gold = number <= 5 ? "a" : "b"
            return #"{"id": "\#(number)", "text": "apples", "gold": ["\#(gold)"], "answerable": true}"#
        }
        let findings = Evaluator(try Self.set(articles, questions.joined(separator: "\n"))).ask()
        func coverage(_ count: Int) -> Double {
            let lines = findings.prefix(count).enumerated().map { index, finding in
                RunLine(
                    id: finding.question.id, ranked: finding.ranked, confidence: 1 - Double(index) / 100,
                    answered: false, answer: nil)
            }
            return EvaluationFigures(Array(findings.prefix(count)), lines).coverageAt90
        }
        #expect(coverage(4) == 0)
        #expect(coverage(5) == 1)
        #expect(coverage(10) == 0.5)
    }

    @Test func `a line that is not what it should be is named without its words`() {
        let article = #"{"id": "a", "title": "Secret title", "body": "x"}"#
        let question = #"{"id": "1", "text": "q", "gold": [], "answerable": true}"#
        let cases: [(String, String, String)] = [
            (article + "\n{\"id\": 5}", question, "articles.jsonl, line 2: the field id has the wrong type"),
            (article, "\n\n" + #"{"id": "1", "gold": []}"#, "queries.jsonl, line 3: the field text is missing"),
            ("Secret", question, "articles.jsonl, line 1: it is not a JSON object in UTF-8"),
            ("", question, "the set set cannot be used: it has no articles or no questions; both files need lines"),
            (
                article + "\n" + article, question,
                "the set set cannot be used: an id is there twice; give every line its own"
            ),
        ]
        for (articles, questions, message) in cases {
            do throws(AssistantError) {
                _ = try Self.set(articles, questions)
                Issue.record("\(message) was not thrown")
            } catch {
                #expect(error.description == message)
            }
        }
    }

    @Test func `halving by time gives the earlier answers to the later questions`() throws {
        let set = try Self.set(
            #"{"id": "a", "title": "A", "body": ""}"#,
            """
            {"id": "late", "text": "l", "gold": ["a"], "answerable": true, "at": "2026-03-01T00:00:00Z"}
            {"id": "none", "text": "n", "gold": [], "answerable": false, "at": "2026-01-01T00:00:00Z"}
            {"id": "early", "text": "e", "gold": ["a"], "answerable": true, "at": "2026-02-01T00:00:00Z"}
            """)
        let (past, later) = try set.split(set.questions)
        #expect(past == [PastQuestion(Question(text: "e"), item: "a")])
        #expect(later.map(\.id) == ["late"])
        #expect(throws: AssistantError.self) { try set.split([]) }
    }
}
