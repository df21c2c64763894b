import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import TestSupport
import Testing

/// Damaged, cut and forged messages in front of everything that reads bytes from outside.
@Suite struct DecoderFuzzTests {
    /// Reads bytes and gives how many bytes what it read amounts to.
    private typealias Decoder = ([UInt8]) throws(ProtocolError) -> Int

    private static var seed: UInt64 {
        ProcessInfo.processInfo.environment["SYNC_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999)
    }

    private struct Sample {
        let name: String
        let bytes: [UInt8]
        let decoder: Decoder
    }

    private static func samples(_ conversation: Conversation) -> [Sample] {
        var samples: [Sample] = []
        for request in conversation.requests {
            let endpoint = request.endpoint
            samples.append(
                Sample(name: "request \(endpoint)", bytes: request.encoded) { bytes throws(ProtocolError) in
                    try Request(endpoint, body: bytes).encoded.count
                })
            if case .push(let batches) = request { samples += Self.samples(batches) }
            if case .repair(let repair) = request {
                for offer in repair.offers {
                    samples.append(
                        Sample(name: "delivery", bytes: offer.delivery) { bytes throws(ProtocolError) in
                            try Delivery(encoded: bytes).encoded.count
                        })
                }
            }
            if case .pull(let cursor) = request {
                samples.append(
                    Sample(name: "cursor", bytes: cursor.encoded) { bytes throws(ProtocolError) in
                        try SyncCursor(encoded: bytes).encoded.count
                    })
            }
        }
        for response in conversation.responses {
            samples.append(
                Sample(name: "response", bytes: response.encoded) { bytes throws(ProtocolError) in
                    try Response(body: bytes).encoded.count
                })
            guard case .frames(let frames) = response else { continue }
            samples.append(
                Sample(name: "frames", bytes: Frame.encode(frames)) { bytes throws(ProtocolError) in
                    Frame.encode(try Frame.decode(bytes)).count
                })
        }
        return samples
    }

    private static func samples(_ batches: [Batch]) -> [Sample] {
        batches.flatMap { batch in
            let header = Sample(name: "batch", bytes: batch.header.encoded) { bytes throws(ProtocolError) in
                try BatchHeader(encoded: bytes).encoded.count
            }
            return [header]
                + batch.changes.flatMap { change in
                    let (envelope, content) = (change.header, change.encodedContent)
                    return [
                        Sample(name: "envelope", bytes: envelope) { bytes throws(ProtocolError) in
                            try SealedChange(header: bytes, content: content).header.count
                        },
                        Sample(name: "content", bytes: content) { bytes throws(ProtocolError) in
                            try SealedChange(header: envelope, content: bytes).encodedContent.count
                        },
                    ]
                }
        }
    }

    private static func damaged(_ bytes: [UInt8], with other: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        func place(_ count: Int) -> Int { Int.random(in: 0...max(0, count - 1), using: &generator) }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            guard !bytes.isEmpty else { break }
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: bytes[place(bytes.count)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place(bytes.count)] = UInt8.random(in: .min ... .max, using: &generator)
            case 2: bytes.removeLast(bytes.count - place(bytes.count))
            case 3: bytes.remove(at: place(bytes.count))
            // Lengths and numbers beyond every limit.
            case 4:
                let start = place(bytes.count)
                let count = min(Int.random(in: 1...10, using: &generator), bytes.count - start)
                bytes.replaceSubrange(start..<start + count, with: repeatElement(0xFF, count: count))
            case 5: bytes.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], at: place(bytes.count))
            default: bytes.replaceSubrange(place(bytes.count)..., with: other.dropFirst(place(other.count)))
            }
        }
        return bytes
    }

    @Test func `no damaged message stops a decoder or makes it hold more than came`() throws {
        let seed = Self.seed
        let temporary = try TemporaryFolder()
        let samples = Self.samples(try Conversation(.founded(temporary)))
        #expect(Set(samples.map(\.name)).count >= 14)
        for sample in samples { #expect(try sample.decoder(sample.bytes) == sample.bytes.count, "\(sample.name)") }
        var generator = SeededGenerator(seed: seed)
        var refusedCount = 0
        for round in 0..<40_000 {
            let sample = samples[round % samples.count]
            let other = samples[Int.random(in: samples.indices, using: &generator)]
            let bytes = Self.damaged(sample.bytes, with: other.bytes, &generator)
            do {
                let count = try sample.decoder(bytes)
                // Nothing grows, but for the code of a refusal that nobody knows, which is read as one that is known.
                #expect(count <= bytes.count + 16, "\(sample.name), round \(round), seed \(seed)")
            } catch {
                refusedCount += 1
                #expect(!error.explanation.isEmpty)
            }
        }
        #expect(refusedCount > 10_000, "seed \(seed)")
    }

    @Test func `a server survives what it can decode and never should have got`() throws {
        let seed = Self.seed
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let conversation = try Conversation(folder)
        let service = SyncService(try folder.openLog())
        var generator = SeededGenerator(seed: seed)
        let tokens = Tokens(secret: folder.keys.tokenSecret)
        let (token, _) = tokens.token(for: folder.device.actor, at: ServerClock.now())
        var answeredCount = 0
        for round in 0..<3000 {
            let request = conversation.requests[round % conversation.requests.count]
            let other = conversation.requests[Int.random(in: conversation.requests.indices, using: &generator)]
            let bytes = Self.damaged(request.encoded, with: other.encoded, &generator)
            guard let forged = try? Request(request.endpoint, body: bytes) else { continue }
            _ = try service.answer(forged, token: token, at: ServerClock.now())
            answeredCount += 1
        }
        #expect(answeredCount > 100, "seed \(seed)")
        let report = try Verifier(folder).run(at: ServerClock.now())
        #expect(report.findings == [], "seed \(seed)")
    }
}
