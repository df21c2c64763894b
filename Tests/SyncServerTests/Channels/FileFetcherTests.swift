import Channels
import Hub
import Testing

@testable import SyncServer

@Suite struct FileFetcherTests {
    private func message(_ source: String?) -> InboundMessage {
        InboundMessage(
            thread: "t", message: "m", author: InboundMessage.Author(id: "c", assurance: .claimed), body: RichText(),
            files: [InboundMessage.File(name: "a.txt", mediaType: "text/plain", bytes: [1], source: source)])
    }

    private func refusal(_ source: String, allowsLocal: Bool = false) async -> InboundRefusal.Code? {
        let fetcher = FileFetcher(resolver: BlockingWork(label: "test", threadCountMax: 1), patienceSeconds: 5)
        do {
            _ = try await fetcher.fetch(message(source), allowsLocal: allowsLocal)
            return nil
        } catch {
            return (error as? InboundRefusal)?.code
        }
    }

    @Test(arguments: [
        "https://127.0.0.1/a", "https://localhost/a", "https://[::1]/a", "https://10.0.0.1/a",
        "https://169.254.169.254/a",
        "http://example.com/a", "file:///etc/passwd", "ftp://example.com/a", "https://user:word@example.com/a", "a", "",
    ])
    func `nothing inside and nothing but https is fetched from`(_ source: String) async {
        #expect(await refusal(source) == .malformed)
    }

    @Test func `where the network inside is allowed, the addresses of machines' secrets are not`() async {
        #expect(await refusal("http://169.254.169.254/latest/meta-data", allowsLocal: true) == .malformed)
    }

    @Test func `a file that is not there just now may be there later`() async {
        #expect(await refusal("http://127.0.0.1:1/a", allowsLocal: true) == .unavailable)
    }

    @Test func `a message whose files are here is left as it is`() async throws {
        let fetcher = FileFetcher(resolver: BlockingWork(label: "test", threadCountMax: 1))
        #expect(try await fetcher.fetch(message(nil), allowsLocal: false).files == message(nil).files)
    }
}
