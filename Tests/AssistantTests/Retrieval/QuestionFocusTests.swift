import Hub
import Testing

@testable import Assistant

@Suite struct QuestionFocusTests {
    private static let view: LibraryView? = try? LibraryView(LibraryIndex(Library.shop()), for: Library.reader())

    private static func focus(_ text: String, subject: String = "") throws -> (Question, QuestionFocus) {
        QuestionFocus.focus(
            Question(subject: subject, text: text), orderCount: 0, in: try #require(view), weights: .standard)
    }

    @Test func `a message of one paragraph is searched for as it stands`() throws {
        let text = "Hello.\nHow long does the battery charge in winter?"
        let (question, focus) = try Self.focus(text, subject: "Battery")
        #expect(question == Question(subject: "Battery", text: text))
        #expect(focus == QuestionFocus(orderCount: 0, paragraphCount: 1, paragraph: nil))
    }

    @Test func `of several paragraphs the one that the library says most about is searched for, the subject beside it`()
        throws
    {
        let asked = "How long does charging the battery take, and does it charge in winter?"
        let noise = ["Dear shop,", "My grandmother told me a story about a goat.", "Kind regards\nMary Smith"]
        for position in 0...noise.count {
            var paragraphs = noise
            paragraphs.insert(asked, at: position)
            let (question, focus) = try Self.focus(paragraphs.joined(separator: "\n \n\n"), subject: "Winter")
            #expect(question == Question(subject: "Winter", text: asked))
            #expect(focus == QuestionFocus(orderCount: 0, paragraphCount: 4, paragraph: position + 1))
        }
    }

    @Test func `a message that the library says nothing about stays whole`() throws {
        let text = "Xyzzy\n\nplugh"
        let (question, focus) = try Self.focus(text)
        #expect(question.text == text)
        #expect(focus == QuestionFocus(orderCount: 0, paragraphCount: 2, paragraph: nil))
    }

    @Test func `a long message before the question pushes nothing out`() throws {
        let story = String(repeating: "There was a goat on the hill that ate the moon. ", count: 30)
        let asked = "How long does charging the battery take, and does it charge in winter?"
        #expect(try Self.focus("\(story)\n\n\(asked)").0.text == asked)
    }
}
