import AsyncHTTPClient
import Channels
import Foundation
import Hub
import NIOCore
import NIOHTTP1

/// Fetches the files that a channel's message names by their address, before the message is taken.
///
/// An address is checked like that of a webhook: nothing of this machine or a private network is reached unless the
/// channel was added so. What is too large or too slow is refused, and nothing of the message is kept then.
struct FileFetcher: Sendable {
    let resolver: BlockingWork
    /// The most bytes of all files of a message.
    var byteCountMax = 25_000_000
    /// How long all files of a message may take, in seconds.
    var patienceSeconds: Int64 = 20

    /// The message with all of its files.
    ///
    /// - Throws: `InboundRefusal`: `malformed` for an address that is not fetched from or has no such file, `too_large`,
    ///   or `unavailable` when it may be there later.
    func fetch(_ message: InboundMessage, allowsLocal: Bool) async throws -> InboundMessage {
        guard message.files.contains(where: { $0.source != nil }) else { return message }
        guard message.files.count <= InboundLimits.fileCountMax else {
            throw InboundRefusal(
                .tooLarge,
                "a message has at most \(InboundLimits.fileCountMax) files; send the others with a second one")
        }
        var fetched = message
        let deadline = NIODeadline.now() + .seconds(patienceSeconds)
        var left = byteCountMax
        for (index, file) in message.files.enumerated() {
            guard let source = file.source else { continue }
            let bytes = try await fetch(source, upTo: left, allowsLocal: allowsLocal, until: deadline)
            left -= bytes.count
            fetched.files[index].bytes = bytes
            fetched.files[index].source = nil
        }
        return fetched
    }

    private func fetch(
        _ url: String, upTo limit: Int, allowsLocal: Bool, until deadline: NIODeadline
    ) async throws -> [UInt8] {
        let address: OutgoingAddress
        do {
            address = try await resolver.run { try OutgoingAddress(url, allowsLocal: allowsLocal) }
        } catch {
            throw InboundRefusal(
                .malformed,
                "a file's url is https://HOST/PATH of the public network; this machine and private networks are for "
                    + "channels that were added with --allow-local")
        }
        let client = address.client(patienceSeconds: patienceSeconds)
        do {
            var request = HTTPClientRequest(url: address.url)
            request.headers = ["user-agent": "conv-server"]
            let response = try await client.execute(request, deadline: deadline)
            let bytes = try await Self.bytes(of: response, upTo: limit)
            try? await client.shutdown()
            return bytes
        } catch let refusal as InboundRefusal {
            try? await client.shutdown()
            throw refusal
        } catch {
            try? await client.shutdown()
            throw InboundRefusal(.unavailable, "a file cannot be fetched just now; send it again", retrySeconds: 30)
        }
    }

    private static func bytes(of response: HTTPClientResponse, upTo limit: Int) async throws -> [UInt8] {
        switch response.status.code {
        case 200: break
        case 408, 425, 429, 500...:
            throw InboundRefusal(.unavailable, "a file cannot be fetched just now; send it again", retrySeconds: 30)
        default:
            throw InboundRefusal(.malformed, "a file's url gives no file; redirects are not followed")
        }
        let tooLarge = InboundRefusal(
            .tooLarge, "this is more than a message's files may have; send a link in the text instead")
        if let length = response.headers.first(name: "content-length").flatMap(Int.init), length > limit {
            throw tooLarge
        }
        do {
            return Array(buffer: try await response.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }
}
