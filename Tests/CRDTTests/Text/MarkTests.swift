import CRDT
import Testing

/// The examples of Litt, Lim, Kleppmann and van Hardenberg, "Peritext", CSCW 2022, and the corners around them.
struct MarkTests {
    private static let fox = "The fox jumped"

    private func spans(_ document: Document) -> [String] {
        document.text("body").spans.map { span in
            let marks = span.marks.map { "\($0.key)=\($0.value.text)" }.sorted().joined(separator: ",")
            return marks.isEmpty ? span.text : "[\(span.text)|\(marks)]"
        }
    }

    private func exchange(_ body: (inout Transaction) -> Void = { _ in }) -> Exchange {
        Exchange(2) { transaction in
            transaction.text("body").insert(Self.fox, at: 0)
            body(&transaction)
        }
    }

    @Test func `text that is inserted into a range that another makes bold is bold`() throws {
        var exchange = exchange()
        exchange.edit(0) { $0.text("body").mark(0..<14, "bold", true, expand: .after) }
        exchange.edit(1) { $0.text("body").insert("brown ", at: 4) }
        #expect(try spans(exchange.settled()) == ["[The brown fox jumped|bold=true]"])
    }

    @Test func `overlapping marks of one kind cover the union`() throws {
        var exchange = exchange()
        exchange.edit(0) { $0.text("body").mark(0..<7, "bold", true, expand: .after) }
        exchange.edit(1) { $0.text("body").mark(4..<14, "bold", true, expand: .after) }
        #expect(try spans(exchange.settled()) == ["[The fox jumped|bold=true]"])
    }

    @Test func `overlapping marks of different kinds hold both in the middle`() throws {
        var exchange = exchange()
        exchange.edit(0) { $0.text("body").mark(0..<7, "bold", true, expand: .after) }
        exchange.edit(1) { $0.text("body").mark(4..<14, "italic", true, expand: .after) }
        let expected = ["[The |bold=true]", "[fox|bold=true,italic=true]", "[ jumped|italic=true]"]
        #expect(try spans(exchange.settled()) == expected)
    }

    @Test(arguments: [(2, 3, "blue"), (3, 2, "red"), (2, 2, "blue")])
    func `of two colours where they overlap the later counts`(first: UInt64, second: UInt64, winner: String) throws {
        var exchange = exchange()
        exchange.edit(0, at: first) { $0.text("body").mark(0..<7, "colour", "red", expand: .after) }
        exchange.edit(1, at: second) { $0.text("body").mark(4..<14, "colour", "blue", expand: .after) }
        let expected =
            winner == "blue"
            ? ["[The |colour=red]", "[fox jumped|colour=blue]"] : ["[The fox|colour=red]", "[ jumped|colour=blue]"]
        #expect(try spans(exchange.settled()) == expected)
    }

    @Test func `a mark that has seen another counts whatever the stamps say`() throws {
        var exchange = exchange()
        exchange.edit(0, at: 90) { $0.text("body").mark(0..<7, "colour", "red", expand: .after) }
        exchange[1].merge(exchange[0])
        exchange.edit(1, at: 2) { $0.text("body").mark(0..<7, "colour", "blue", expand: .after) }
        #expect(try spans(exchange.settled()) == ["[The fox|colour=blue]", " jumped"])
    }

    @Test func `a removal and a mark at the same time leave what the later covers as it says`() throws {
        var exchange = exchange { $0.text("body").mark(0..<14, "bold", true, expand: .after) }
        exchange.edit(0, at: 3) { $0.text("body").unmark(4..<14, "bold") }
        exchange.edit(1, at: 2) { $0.text("body").mark(0..<7, "bold", "very", expand: .after) }
        #expect(try spans(exchange.settled()) == ["[The |bold=very]", "fox jumped"])
    }

    @Test(arguments: [
        (MarkExpansion.none, "x[fox|m=true]y"), (.before, "[xfox|m=true]y"), (.after, "x[foxy|m=true]"),
        (.both, "[xfoxy|m=true]"),
    ])
    func `text inserted at the ends is covered as the expansion says`(expand: MarkExpansion, inner: String) throws {
        var exchange = exchange { $0.text("body").mark(4..<7, "m", true, expand: expand) }
        exchange.edit(0) { transaction in
            transaction.text("body").insert("y", at: 7)
            transaction.text("body").insert("x", at: 4)
        }
        #expect(try spans(exchange.settled()).joined() == "The \(inner) jumped")
    }

    @Test(arguments: [
        (MarkExpansion.none, "[The |m=true]xfoxy[ jumped|m=true]"), (.before, "[The |m=true]xfox[y jumped|m=true]"),
        (.after, "[The x|m=true]foxy[ jumped|m=true]"), (.both, "[The x|m=true]fox[y jumped|m=true]"),
    ])
    func `text inserted at the ends of a removal reads as the expansion of the removed says`(
        expand: MarkExpansion, expected: String
    ) throws {
        var exchange = exchange { transaction in
            transaction.text("body").mark(0..<14, "m", true, expand: expand)
            transaction.text("body").unmark(4..<7, "m", expand: expand)
        }
        exchange.edit(0) { transaction in
            transaction.text("body").insert("y", at: 7)
            transaction.text("body").insert("x", at: 4)
        }
        let read = try spans(exchange.settled()).joined()
        #expect(read == expected)
    }

    @Test func `a link does not grow when its last word is deleted and text typed there`() throws {
        var exchange = exchange { $0.text("body").mark(4..<7, "link", "a.example", expand: .none) }
        exchange.edit(0) { transaction in
            transaction.text("body").delete(6..<7)
            transaction.text("body").insert("y", at: 6)
        }
        #expect(try spans(exchange.settled()) == ["The ", "[fo|link=a.example]", "y jumped"])
    }

    @Test func `bold grows when its last letter is deleted and text typed there`() throws {
        var exchange = exchange { $0.text("body").mark(4..<7, "bold", true, expand: .after) }
        exchange.edit(0) { transaction in
            transaction.text("body").delete(6..<7)
            transaction.text("body").insert("y", at: 6)
        }
        #expect(try spans(exchange.settled()) == ["The ", "[foy|bold=true]", " jumped"])
    }

    @Test func `a mark over text that another deletes covers nothing`() throws {
        var exchange = exchange()
        exchange.edit(0) { $0.text("body").mark(4..<7, "bold", true, expand: .none) }
        exchange.edit(1) { $0.text("body").delete(4..<8) }
        #expect(try spans(exchange.settled()) == ["The jumped"])
        exchange.edit(0) { $0.text("body").insert("dog ", at: 4) }
        #expect(try exchange.settled().text("body").string == "The dog jumped")
        #expect(try spans(exchange.settled()).joined() == "The dog jumped")
    }

    @Test(arguments: [(2..<5, "fox"), (5..<9, "fox")])
    func `a mark whose edge another deletes covers what is left`(deleted: Range<Int>, word: String) throws {
        var exchange = exchange()
        exchange.edit(0) { $0.text("body").mark(4..<7, "bold", true, expand: .none) }
        exchange.edit(1) { $0.text("body").delete(deleted) }
        let expected = deleted == 2..<5 ? ["Th", "[ox|bold=true]", " jumped"] : ["The ", "[f|bold=true]", "umped"]
        #expect(try spans(exchange.settled()) == expected)
    }

    @Test func `two spellings of a mark's name are read the same everywhere`() throws {
        var exchange = exchange()
        exchange.edit(0) { $0.text("body").mark(0..<3, "é", 1, expand: .none) }
        exchange.edit(1) { $0.text("body").mark(0..<3, "e\u{301}", 2, expand: .none) }
        let document = try exchange.settled()
        #expect(document.text("body").spans.first?.marks.count == 1)
        #expect(document.text("body").spans.first?.marks.values.first == 1)
    }
}

extension Value {
    fileprivate var text: String {
        switch self {
        case .bool(let value): "\(value)"
        case .string(let value): value
        default: "\(self)"
        }
    }
}
