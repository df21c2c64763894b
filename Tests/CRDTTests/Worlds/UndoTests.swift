import CRDT
import Testing

struct UndoTests {
    @Test func `to undo and to redo are identity`() {
        for seed in Seeds.share(0, of: 600, base: 5_000) {
            var random = SeededGenerator(seed: seed)
            var edits = RandomEdits()
            var peer = Peer(1)
            for _ in 0..<random.below(6) { peer.edit { edits.run(&$0, &random) } }
            let before = Reading(peer.document)
            guard let change = peer.edit({ edits.run(&$0, &random) }) else { continue }
            let after = Reading(peer.document)
            let undone = peer.edit { $0.undo(change.reference) }
            #expect(Reading(peer.document) == before, "CRDT_SEED=\(seed): undo")
            guard let undone else { continue }
            peer.edit { $0.undo(undone.reference) }
            #expect(Reading(peer.document) == after, "CRDT_SEED=\(seed): redo")
        }
    }

    @Test func `undo takes back one change and leaves what came after it`() throws {
        var peer = Peer(1)
        peer.edit { $0.text("body").insert("one three", at: 0) }
        let change = try #require(peer.edit { $0.text("body").insert("two ", at: 4) })
        peer.edit { transaction in
            transaction.text("body").insert("zero ", at: 0)
            transaction.root.set("status", "open")
        }
        peer.edit { $0.undo(change.reference) }
        #expect(peer.document.text("body").string == "zero one three")
        #expect(peer.document.root.value("status") == "open")
    }

    @Test func `undo does not overwrite what another wrote since`() throws {
        var peer = Peer(1)
        peer.edit { $0.root.set("status", "new") }
        let change = try #require(peer.edit { $0.root.set("status", "open") })
        peer.edit { $0.root.set("status", "solved") }
        #expect(peer.edit { $0.undo(change.reference) } == nil)
        #expect(peer.document.root.value("status") == "solved")
    }

    @Test func `undo of several moves and deletions of a list restores its order`() throws {
        var peer = Peer(1)
        peer.edit { transaction in
            for value in ["a", "b", "c", "d", "e"] as [Value] { transaction.list("list").append(value) }
        }
        let change = try #require(
            peer.edit { transaction in
                let list = transaction.list("list")
                list.move(from: 0, to: 4)
                list.move(from: 0, to: 4)
                list.delete(at: 0)
                list.delete(at: 0)
                list.set(at: 0, "E")
                list.append("f")
            }
        )
        #expect(peer.document.list("list").values == ["E", "a", "b", "f"])
        let undone = try #require(peer.edit { $0.undo(change.reference) })
        #expect(peer.document.list("list").values == ["a", "b", "c", "d", "e"])
        peer.edit { $0.undo(undone.reference) }
        #expect(peer.document.list("list").values == ["E", "a", "b", "f"])
    }

    @Test func `undo of a mark holds for what was typed into it since, and for what will be typed at its end`() throws {
        var peer = Peer(1)
        peer.edit { $0.text("body").insert("one three", at: 0) }
        let change = try #require(peer.edit { $0.text("body").mark(0..<9, "bold", true, expand: .after) })
        peer.edit { $0.text("body").insert("two ", at: 4) }
        let undone = try #require(peer.edit { $0.undo(change.reference) })
        peer.edit { $0.text("body").insert(" four", at: 13) }
        #expect(peer.document.text("body").spans == [Span(text: "one two three four", marks: [:])])
        peer.edit { $0.undo(undone.reference) }
        #expect(peer.document.text("body").spans == [Span(text: "one two three four", marks: ["bold": true])])
    }

    @Test func `undo of a mark leaves what was marked otherwise since`() throws {
        var peer = Peer(1)
        peer.edit { $0.text("body").insert("abcdef", at: 0) }
        peer.edit { $0.text("body").mark(0..<4, "colour", "red", expand: .none) }
        let change = try #require(peer.edit { $0.text("body").mark(2..<6, "colour", "blue", expand: .none) })
        peer.edit { $0.text("body").mark(3..<5, "colour", "green", expand: .none) }
        peer.edit { $0.undo(change.reference) }
        let read = peer.document.text("body").spans.map { "\($0.text) \($0.marks["colour"] ?? .null)" }
        #expect(read == ["abc \(Value.string("red"))", "de \(Value.string("green"))", "f \(Value.null)"])
    }

    @Test func `undo leaves what another put into a set as well, and a move that came after`() throws {
        var exchange = Exchange(2) { transaction in
            for value in ["a", "b", "c"] as [Value] { transaction.list("list").append(value) }
        }
        let change = try #require(
            exchange.edit(0) { transaction in
                transaction.set("tags").insert("both")
                transaction.set("tags").insert("mine")
                transaction.list("list").move(from: 0, to: 2)
                transaction.list("list").move(from: 0, to: 1)
            }
        )
        exchange.edit(1) { $0.set("tags").insert("both") }
        exchange[0].merge(exchange[1])
        exchange.edit(0) { $0.list("list").move(from: 2, to: 0) }
        exchange.edit(0) { $0.undo(change.reference) }
        let document = try exchange.settled()
        #expect(document.set("tags").values == ["both"])
        #expect(document.list("list").values == ["a", "b", "c"])
    }

    @Test func `undo of a deletion brings text back with its marks beside what came there`() throws {
        var exchange = Exchange(2) { transaction in
            transaction.text("body").insert("abcdef", at: 0)
            transaction.text("body").mark(2..<4, "bold", true, expand: .none)
        }
        let change = try #require(exchange.edit(0) { $0.text("body").delete(1..<5) })
        exchange.edit(1) { $0.text("body").insert("X", at: 3) }
        exchange[0].merge(exchange[1])
        exchange.edit(0) { $0.undo(change.reference) }
        let text = try exchange.settled().text("body")
        #expect(text.string.filter { $0 != "X" } == "abcdef")
        #expect(text.spans.filter { !$0.marks.isEmpty }.map(\.text).joined().filter { $0 != "X" } == "cd")
    }
}
