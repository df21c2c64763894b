import Assistant
import Hub
import TestSupport
import Testing

@Suite struct RankingTests {
    @Test func `a question finds its article by stems, by misspelt letters, by another word order`() throws {
        let items = try Library.shop()
        #expect(Library.found("how do I charge my batteries?", in: items).first == "battery")
        #expect(Library.found("batery chargr", in: items).first == "battery")
        #expect(Library.found("brake adjustment", in: items).first == "brakes")
        #expect(Library.found("Bremsen? BRÄKES!", in: items).first == "brakes")
        #expect(Library.found("the of and", in: items) == [])
        #expect(Library.found("", in: items) == [])
    }

    @Test func `pairs of words prefer the article that has them together`() throws {
        let items = try [
            Library.item("apart", "Orders", "The gift is in the shop and the card is lost in the mail."),
            Library.item("together", "Orders", "The shop is in the mail and the gift card is lost there."),
        ]
        #expect(Library.found("gift card", in: items).first == "together")
        #expect(Library.found("gift card", in: items.reversed()).first == "together")
    }

    @Test func `who does not belong to an audience is answered as if its articles were not there`() throws {
        let items = try Library.shop()
        let visible = items.filter { Library.reader().exclusion(of: $0) == nil }
        #expect(visible.map(\.reference.id) == ["battery", "returns", "brakes"])
        for text in ["wholesale price of a battery", "charging", "return the old battery to the shop", "dealers"] {
            let all = LibraryView(LibraryIndex(items), for: Library.reader())
            let few = LibraryView(LibraryIndex(visible), for: Library.reader())
            let (left, right) = (Ranking(Question(text: text), in: all), Ranking(Question(text: text), in: few))
            #expect(left.candidates.map(\.item) == right.candidates.map(\.item), "\(text)")
            #expect(!left.candidates.contains { $0.item > 2 })
        }
        #expect(Library.found("wholesale price", in: items).first != "trade")
        let dealer = Library.reader(["plan": .string("dealer")])
        #expect(Library.found("wholesale price", in: items, by: dealer).first == "trade")
    }

    @Test func `what keeps an item from a reader is named`() throws {
        let items =
            try Library.shop() + [
                Library.item("nl", "Remmen", "Draai.", language: "nl"), Library.item("pt", "Freios", language: "pt-BR"),
                Library.item("proof", "Account", audience: "plan = dealer requires_verified"),
            ]
        var reader = Reader(traits: AudienceTraits(claimed: ["plan": .string("dealer")]), languages: ["en", "pt"])
        func reasons() -> [Exclusion?] { items.map(reader.exclusion) }
        #expect(reasons() == [nil, nil, nil, nil, .off, .notPublished, .language, nil, .audience])
        reader.languages = nil
        reader.traits = AudienceTraits(verified: ["plan": .string("dealer")])
        #expect(reasons() == [nil, nil, nil, nil, .off, .notPublished, nil, nil, nil])
    }

    @Test func `an article that teammates answered with is found by what was asked`() throws {
        let items = try Library.shop()
        let question = Question(text: "my bike is dead after the night")
        let asked = PastQuestion(Question(subject: "dead bike", text: "it is dead after a cold night"), item: "battery")
        let plain = Ranking(question, in: LibraryView(LibraryIndex(items), for: Library.reader()))
        #expect(plain.candidates.first?.item == 1)
        let index = LibraryIndex(items, pastQuestions: [asked, PastQuestion(question, item: "unknown")])
        let taught = Ranking(question, in: LibraryView(index, for: Library.reader()))
        #expect(taught.candidates.first?.item == 0)
    }

    @Test func `the turn before counts where a turn is short or leans on it`() throws {
        let items = try Library.shop()
        let view = LibraryView(LibraryIndex(items), for: Library.reader())
        func first(_ text: String, after earlier: String) -> Int? {
            Ranking(Question(text: text, earlier: [earlier]), in: view).candidates.first?.item
        }
        #expect(first("And how long does it take?", after: "I want to charge the battery") == 0)
        #expect(first("How do I adjust brakes on my bike?", after: "I want to charge the battery") == 2)
    }

    @Test func `any text can be indexed and asked`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        let pieces = ["#", "# ", "## a", "\n", " ", "é", "電話", "\u{0}", "\u{301}", "word", "👩‍👩‍👧", ".", "</x>", "%d"]
        func text() -> String {
            (0..<Int.random(in: 0...40, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
        }
        for _ in 0..<50 {
            let items = try (0..<5).map { try Library.item("\($0)", text(), text(), questions: [text()]) }
            let past = [PastQuestion(Question(subject: text(), text: text()), item: "3")]
            let view = LibraryView(LibraryIndex(items, pastQuestions: past), for: Library.reader())
            let ranking = Ranking(Question(subject: text(), text: text(), earlier: [text()]), in: view)
            let scores = ranking.candidates.map(\.score)
            #expect(scores == scores.sorted(by: >) && scores.allSatisfy(\.isFinite), "seed \(seed)")
            let probability = ConfidenceModel.standard.probability(ConfidenceFeatures(ranking, in: view))
            #expect((0...1).contains(probability), "seed \(seed)")
        }
    }
}
