import Hub
import Testing

@testable import Assistant

@Suite struct AnswerTests {
    private static func answer(_ text: String) throws -> ExtractiveAnswer? {
        let view = LibraryView(LibraryIndex(try Library.shop()), for: Library.reader())
        return ExtractiveAnswer(Ranking(Question(text: text), in: view), in: view)
    }

    @Test func `an answer is the best sentence with its neighbours of the same section`() throws {
        let answer = try #require(try Self.answer("Does the battery take charge below five degrees?"))
        #expect(answer.source.id == "battery")
        #expect(answer.title == "Charging the battery")
        #expect(answer.heading == "In winter")
        #expect(answer.sentence == "Below five degrees it takes no charge at all.")
        #expect(
            answer.text
                == "Charge the battery indoors. Below five degrees it takes no charge at all. Let it warm up first.")
    }

    @Test func `an answer grows on both sides until it is long enough`() {
        let sentences = (0..<20).map { "Sentence number \($0) has exactly seven words."[...] }
        let section = ArticleSection(heading: "", sentences: sentences)
        #expect(section.grown(from: 10, wordCountMax: 21) == 9...11)
        #expect(section.grown(from: 0, wordCountMax: 21) == 0...2)
        #expect(section.grown(from: 19, wordCountMax: 21) == 17...19)
        #expect(section.grown(from: 3, wordCountMax: 1000) == 0...19)
        #expect(section.grown(from: 3, wordCountMax: 1) == 3...3)
    }

    @Test func `sentences end at stops, lines and no abbreviation`() {
        let text = "Press e.g. the bell. Is it loud? Yes!\n- One item\n- 2. Another\nVersion 1.5 is out.\n電源を切る。また入れる。"
        #expect(
            Sentences.cut(text).map(String.init) == [
                "Press e.g. the bell.", "Is it loud?", "Yes!", "- One item", "- 2. Another", "Version 1.5 is out.",
                "電源を切る。", "また入れる。",
            ])
    }

    @Test func `an article without a body gives no answer`() throws {
        let view = LibraryView(LibraryIndex([try Library.item("a", "Opening hours")]), for: Library.reader())
        #expect(ExtractiveAnswer(Ranking(Question(text: "opening hours"), in: view), in: view) == nil)
    }

    @Test func `passages are cut at headings and at about a hundred words`() {
        let long = (0..<250).map { "w\($0)" }.joined(separator: " ")
        let passages = Passage.cut("intro\n## First\nline one\nline two\n##\n#no heading\n" + long)
        #expect(passages.map(\.heading) == ["", "First", "First", "First", "First"])
        #expect(passages[1].text == "line one\nline two\n##\n#no heading")
        #expect(passages.dropFirst(2).map { $0.text.split(separator: " ").count } == [110, 110, 30])
    }
}
