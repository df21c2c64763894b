import Hub
import Replica
import Testing

@testable import Scenes

@Suite struct AttachingTests {
    private let file = AttachmentReference(
        blob: "ab", name: "manual.pdf", mediaType: "application/pdf", byteCount: 12_345)

    private func choices(_ names: String...) -> [Picker.Choice] {
        names.map { Picker.Choice(id: $0, title: $0) }
    }

    @Test func `a path is completed folder by folder, and its file goes with the message`() throws {
        var model = Rows.ticket()
        _ = update(&model, .key("r"))
        _ = update(&model, .paste("Please see page 3."))
        #expect(update(&model, .key("alt-a")) == [.loadPaths("")])
        #expect(update(&model, .paste("Doc")) == [.loadPaths("Doc")])
        _ = update(&model, .paths(choices("old"), ""))
        #expect(model.picker?.shown == [], "what was found for other letters is late")
        _ = update(&model, .paths(choices("Documents/", "Doctor.txt"), "Doc"))
        _ = update(&model, .paste("x"))
        #expect(update(&model, .key("tab")) == [], "nothing of the former letters begins like this")
        #expect(update(&model, .key("enter")) == [])
        _ = update(&model, .key("backspace"))
        #expect(update(&model, .key("tab")) == [.loadPaths("Documents/")])
        _ = update(&model, .paths(choices("Documents/manual.pdf"), "Documents/"))
        #expect(update(&model, .key("enter")) == [.attach("Documents/manual.pdf", to: Rows.id(1))])
        let kept = update(&model, .attached(file, to: Rows.id(1)))
        #expect(kept == [.saveDraft(try #require(model.composer?.draft))])
        _ = update(&model, .key("ctrl-s"))
        #expect(
            model.held.first?.action
                == .reply("Please see page 3.", replyTo: nil, then: .none, files: [file]))
    }

    @Test func `a file goes without words, is kept in the draft, and is taken away again`() throws {
        var model = Rows.ticket()
        _ = update(&model, .key("n"))
        _ = update(&model, .attached(file, to: Rows.id(1)))
        _ = update(&model, .attached(file, to: Rows.id(1)))
        #expect(model.composer?.files == [file], "the same file is attached once")
        _ = update(&model, .key("esc"))
        #expect(model.drafts[Rows.id(1)]?.files == [file])
        _ = update(&model, .key("n"))
        #expect(model.composer?.files == [file])
        _ = update(&model, .key("alt-r"))
        _ = update(&model, .key("enter"))
        #expect(model.composer?.files == [])
        _ = update(&model, .key("ctrl-s"))
        #expect(model.held == [], "nothing is left to send")
        _ = update(&model, .attached(file, to: Rows.id(1)))
        _ = update(&model, .key("ctrl-s"))
        #expect(model.held.first?.action == .note("", replyTo: nil, files: [file]))
    }

    @Test func `what the channel does not take is said before it is sent`() throws {
        var model = Rows.ticket()
        let channel = try #require(model.ticket?.row?.summary.channel)
        model.choices.capabilities[channel] = ChannelCapabilities(
            edit: false, delete: false, fileByteCountMax: 10_000, deduplicates: true)
        _ = update(&model, .key("r"))
        _ = update(&model, .paste("Please see page 3."))
        _ = update(&model, .attached(file, to: Rows.id(1)))
        _ = update(&model, .key("ctrl-s"))
        #expect(model.held == [])
        #expect(model.notice?.text.contains("10000 bytes") == true)
        model.choices.capabilities[channel] = ChannelCapabilities(edit: false, delete: false, deduplicates: true)
        #expect(update(&model, .key("alt-a")) == [])
        #expect(model.notice?.text.contains("takes no files") == true)
    }

    @Test func `sizes read as people say them`() {
        let shown = [1, 999, 1000, 12_345, 999_499, 1_250_000, 25_000_000].map { ByteCount.shown($0) }
        #expect(shown == ["1 byte", "999 bytes", "1 kB", "12 kB", "999 kB", "1.3 MB", "25.0 MB"])
    }
}
