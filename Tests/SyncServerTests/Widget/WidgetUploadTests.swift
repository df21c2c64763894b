import Foundation
import Hub
import SyncServer
import Testing

@Suite struct WidgetUploadTests {
    @Test func `a file that was dropped goes on where it stopped, and a part that comes twice is there once`()
        async throws
    {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            let (id, bytes) = (VisitorBrowser.name(), Array("0123456789".utf8))
            func offset(_ answer: VisitorBrowser.Answer) -> Int? { answer.json["offset"] as? Int }
            #expect(offset(try await visitor.ask("GET", "uploads/\(id)")) == 0)
            #expect(offset(try await visitor.upload(Array(bytes[4...]), of: "a.txt", id: id, size: 10, from: 4)) == 0)
            for _ in 0..<2 {
                #expect(offset(try await visitor.upload(Array(bytes[..<4]), of: "a.txt", id: id, size: 10)) == 4)
            }
            #expect(offset(try await visitor.ask("GET", "uploads/\(id)")) == 4)
            #expect(try await visitor.post("too early", files: [id]).status == 404, "half a file goes with no message")
            #expect(try await visitor.upload([1], of: "other.txt", id: id, size: 10, from: 4).status == 400)
            var stranger = shop.visitor
            try await stranger.begin()
            #expect(offset(try await stranger.ask("GET", "uploads/\(id)")) == 0)
            let rest = try await visitor.upload(Array(bytes[4...]), of: "a.txt", id: id, size: 10, from: 4)
            #expect(offset(rest) == 10)
            let sent = try await visitor.post("here", files: [id])
            let file = try #require((sent.json["files"] as? [[String: Any]])?.first)
            #expect(file["size"] as? Int == 10)
        }
    }

    @Test func `what a file is, is asked when all of it is here`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            let page = Array("<!doctype html><script>alert(1)</script>".utf8)
            let id = VisitorBrowser.name()
            _ = try await visitor.upload(Array(page[..<10]), of: "a.png", id: id, size: page.count)
            let rest = try await visitor.upload(Array(page[10...]), of: "a.png", id: id, size: page.count, from: 10)
            #expect(rest.code == "bad_type")
            #expect(try await visitor.post("look", files: [id]).status == 404)
        }
    }
}
