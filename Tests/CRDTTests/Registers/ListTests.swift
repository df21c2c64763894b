import CRDT
import Testing

struct ListTests {
    private func list(_ values: Value...) -> Exchange {
        Exchange(2) { transaction in
            for value in values { transaction.list("list").append(value) }
        }
    }

    @Test(arguments: [(2, 3, ["b", "c", "a"]), (3, 2, ["b", "a", "c"]), (2, 2, ["b", "c", "a"])])
    func `of two moves of one element the later counts and nothing is doubled`(
        first: UInt64, second: UInt64, expected: [String]
    ) throws {
        var exchange = list("a", "b", "c")
        exchange.edit(0, at: first) { $0.list("list").move(from: 0, to: 1) }
        exchange.edit(1, at: second) { $0.list("list").move(from: 0, to: 2) }
        #expect(try exchange.settled().list("list").values == expected.map { .string($0) })
    }

    @Test(arguments: [2, 4])
    func `an element that is moved and deleted at once is gone`(stamp: UInt64) throws {
        var exchange = list("a", "b", "c")
        exchange.edit(0, at: stamp) { $0.list("list").move(from: 0, to: 2) }
        exchange.edit(1, at: 3) { $0.list("list").delete(at: 0) }
        #expect(try exchange.settled().list("list").values == ["b", "c"])
    }

    @Test func `an element that is moved and written at once is both`() throws {
        var exchange = list("a", "b", "c")
        exchange.edit(0) { $0.list("list").move(from: 0, to: 2) }
        exchange.edit(1) { $0.list("list").set(at: 0, "A") }
        #expect(try exchange.settled().list("list").values == ["b", "c", "A"])
    }

    @Test func `an element that is written and deleted at once is gone`() throws {
        var exchange = list("a", "b")
        exchange.edit(0, at: 9) { $0.list("list").set(at: 0, "A") }
        exchange.edit(1, at: 2) { $0.list("list").delete(at: 0) }
        #expect(try exchange.settled().list("list").values == ["b"])
    }

    @Test func `two swaps of the same neighbours at once do not double them`() throws {
        var exchange = list("a", "b")
        exchange.edit(0) { $0.list("list").move(from: 0, to: 1) }
        exchange.edit(1) { $0.list("list").move(from: 0, to: 1) }
        #expect(try exchange.settled().list("list").values == ["b", "a"])
    }

    @Test func `what an element holds moves with it`() throws {
        var exchange = list("a", "b")
        let id = exchange[0].document.list("list").elements[0].id
        exchange.edit(0) { $0.list("list").text(id).insert("note", at: 0) }
        exchange.edit(1) { $0.list("list").move(from: 0, to: 1) }
        let document = try exchange.settled()
        #expect(document.list("list").elements.map(\.id).last == id)
        #expect(document.list("list").text(id).string == "note")
    }
}
