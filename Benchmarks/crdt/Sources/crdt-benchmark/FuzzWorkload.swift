import CRDT

/// Damaged changes, updates and documents by the million: each is refused or read, none stops the program, and memory
/// stays within bounds.
enum FuzzWorkload {
    /// The most memory that reading one damaged input may take: a text may be as long as 16 MiB however short its input.
    private static let growthBytesMax = 512 << 20

    static func run(_ count: Int, seed: UInt64) throws -> Findings {
        var random = Generator(seed: seed)
        var findings = Findings()
        findings.set("seed", Int(seed))
        Measurement.resetPeak()
        let resident = Measurement.residentBytes
        var (inputs, taken) = (0, 0)
        while inputs < count {
            let corpus = try Corpus(&random)
            for _ in 0..<200 {
                switch random.below(3) {
                case 0: if corpus.readChange(&random) { taken += 1 }
                case 1: if corpus.readDocument(&random) { taken += 1 }
                default: if corpus.readUpdates(&random) { taken += 1 }
                }
                inputs += 1
            }
        }
        let growth = Measurement.peakBytes - resident
        findings.set("inputs", inputs)
        findings.set("taken", taken)
        findings.set("peak_delta", growth)
        guard growth < growthBytesMax else { throw BenchmarkError("reading damaged input takes too much memory") }
        return findings
    }

    /// Some honest history to damage.
    private struct Corpus {
        private var changes: [Change] = []
        private var document = Document()
        private var bytes: [UInt8] = []

        init(_ random: inout Generator) throws {
            var sessions = [Session(agent: 0), Session(agent: 1)]
            let isLong = random.below(8) == 0
            for _ in 0..<(isLong ? 300 : 12) {
                let one = random.below(2)
                if let change = edit(&sessions[one], &random) { changes.append(change) }
                if random.below(3) == 0 { sessions[1 - one].document.merge(sessions[one].document) }
            }
            sessions[0].document.merge(sessions[1].document)
            document = sessions[0].document
            if random.below(3) == 0, let change = changes.last { document.erase([change.reference]) }
            bytes = document.encoded(withTexts: random.below(2) == 0)
        }

        private func edit(_ session: inout Session, _ random: inout Generator) -> Change? {
            let (kind, number) = (random.below(10), random.below(1 << 20))
            return session.edit { transaction in
                let text = transaction.text("t")
                let count = text.count
                switch kind {
                case 0: transaction.root.set("k\(number % 5)", .integer(Int64(number)))
                case 1: transaction.records("r").append(["by": "x", "at": .integer(Int64(number))])
                case 2:
                    let list = transaction.list("l")
                    let size = list.view.count
                    if size > 1, number % 3 == 0 {
                        list.move(from: number % size, to: (number / 7) % size)
                    } else {
                        list.insert(.string("v\(number)"), at: number % (size + 1))
                    }
                case 3: if count > 3 { text.mark(number % (count - 2)..<count - 1, "bold", true, expand: .after) }
                case 4: transaction.set("s").insert(.integer(Int64(number % 9)))
                case 5 where count > 0: text.delete(number % count..<number % count + 1)
                case 6: text.insert("ä word ", at: number % (count + 1))
                default: text.insert("a", at: count)
                }
            }
        }

        func readChange(_ random: inout Generator) -> Bool {
            let change = changes[random.below(changes.count)]
            var content = change.content
            if case .present(let bytes) = content, random.below(4) == 0 { content = .present(damaged(bytes, &random)) }
            if random.below(6) == 0 { content = .erased }
            let other = Change(
                reference: change.reference, heads: change.heads, time: change.time,
                structure: damaged(change.structure, &random), content: content
            )
            var copy = document.view(at: change.heads)
            guard (try? copy.apply(other)) != nil else { return false }
            copy.edit(actor: ActorID(high: 9, low: 9), number: 1, time: .pending) { $0.undo(change.reference) }
            _ = copy.canonicalBytes()
            return true
        }

        func readDocument(_ random: inout Generator) -> Bool {
            let payload = damaged(Array(bytes.dropFirst(9)), &random)
            let checksum = checksum(payload)
            let sealed =
                bytes.prefix(5) + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * $0)) } + payload
            _ = try? SavedTexts(encoded: Array(sealed))
            guard let read = try? Document(encoded: Array(sealed)) else { return false }
            _ = read.canonicalBytes()
            return true
        }

        func readUpdates(_ random: inout Generator) -> Bool {
            var (sending, receiving, copy) = (UpdateStream(), UpdateStream(), Document())
            let hit = random.below(changes.count)
            for (index, change) in changes.prefix(40).enumerated() {
                let update = sending.encode(change)
                guard let read = try? receiving.decode(index == hit ? damaged(update, &random) : update) else {
                    return false
                }
                _ = try? copy.apply(read)
            }
            return true
        }

        private func damaged(_ bytes: [UInt8], _ random: inout Generator) -> [UInt8] {
            var bytes = bytes
            for _ in 0...random.below(3) {
                guard !bytes.isEmpty else { return [UInt8(random.below(256))] }
                let position = random.below(bytes.count)
                switch random.below(7) {
                case 0: bytes[position] ^= 1 << UInt8(random.below(8))
                case 1: bytes[position] = [0, 1, 2, 0x7F, 0x80, 0xFF][random.below(6)]
                case 2: bytes.remove(at: position)
                case 3: bytes.insert(UInt8(random.below(256)), at: position)
                case 4:
                    bytes.replaceSubrange(position...position, with: [0xFF, 0xFF, 0xFF, 0xFF, UInt8(random.below(16))])
                case 5: bytes.removeSubrange(position...)
                default: bytes.swapAt(position, random.below(bytes.count))
                }
            }
            return bytes
        }

        private func checksum(_ bytes: [UInt8]) -> UInt32 {
            var checksum: UInt32 = ~0
            for byte in bytes {
                checksum ^= UInt32(byte)
                for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
            return ~checksum
        }
    }
}
