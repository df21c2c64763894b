public import CRDT
public import Hub

/// What a replica offers to a server that was restored from an old copy: receipts of the lost history with the changes
/// that they cover, other people's included.
public struct RepairRequest: Hashable, Sendable {
    /// One receipt with what it covers.
    public struct Offer: Hashable, Sendable {
        /// What the server signed.
        public let delivery: [UInt8]
        /// Its signature.
        public let signature: [UInt8]
        /// The changes of it that the replica still holds and the server lacks.
        public let changes: [StampedChange]

        /// Assembles an offer.
        public init(delivery: [UInt8], signature: [UInt8], changes: [StampedChange]) {
            self.delivery = delivery
            self.signature = signature
            self.changes = changes
        }
    }

    /// The batch heads that sign the changes.
    public let batches: [BatchHeader]
    /// The offers, in the order of the lost sequences. The first request holds the newest receipt without changes: it
    /// shows whether the server lost anything, and asks for the high-water marks.
    public let offers: [Offer]
    /// Whether this replica has nothing more to offer.
    public let isLast: Bool

    /// Whether it only says that everything was offered.
    public var isEnd: Bool { isLast && offers.isEmpty }

    /// Assembles a request.
    public init(batches: [BatchHeader], offers: [Offer], isLast: Bool) {
        self.batches = batches
        self.offers = offers
        self.isLast = isLast
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        isLast = try reader.byte() == 1
        var batches: [BatchHeader] = []
        for _ in 0..<(try reader.count(ofSize: 97)) { batches.append(try BatchHeader(reading: &reader)) }
        self.batches = batches
        var offers: [Offer] = []
        for _ in 0..<(try reader.count(ofSize: 66)) {
            let delivery = try reader.sized()
            let signature = try reader.raw(64)
            var changes: [StampedChange] = []
            for _ in 0..<(try reader.count(ofSize: 64)) { changes.append(try StampedChange(reading: &reader)) }
            offers.append(Offer(delivery: delivery, signature: signature, changes: changes))
        }
        self.offers = offers
    }

    func write(to writer: inout ByteWriter) {
        writer.write(byte: isLast ? 1 : 0)
        writer.write(varint: UInt64(batches.count))
        for batch in batches { batch.write(to: &writer) }
        writer.write(varint: UInt64(offers.count))
        for offer in offers {
            writer.write(sized: offer.delivery)
            writer.write(raw: offer.signature)
            writer.write(varint: UInt64(offer.changes.count))
            for change in offer.changes { change.write(to: &writer) }
        }
    }
}

/// Where the offers of a replica go on, page by page.
public struct RepairPosition: Hashable, Sendable {
    /// The replica's own name of the last receipt that was offered whole; 0 before the first.
    public var receipt: Int64
    /// How many entries of the next receipt were offered.
    public var entryCount: Int

    /// Before the first receipt.
    public static let start = RepairPosition(receipt: 0, entryCount: 0)

    /// Names a position.
    public init(receipt: Int64, entryCount: Int) {
        self.receipt = receipt
        self.entryCount = entryCount
    }
}

/// What the server holds: the replica offers what is beyond.
public struct RepairResponse: Hashable, Sendable {
    /// The history that the server is in now.
    public let history: Identifier
    /// The highest number of each actor.
    public let highWater: [ActorID: UInt64]
    /// How many of the offered changes were taken.
    public let taken: UInt64
    /// How many rest on changes that the server does not hold yet, and should be offered again after these.
    public let deferred: UInt64

    /// Assembles an answer.
    public init(history: Identifier, highWater: [ActorID: UInt64], taken: UInt64, deferred: UInt64) {
        self.history = history
        self.highWater = highWater
        self.taken = taken
        self.deferred = deferred
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        history = try reader.identifier()
        taken = try reader.varint()
        deferred = try reader.varint()
        var highWater: [ActorID: UInt64] = [:]
        for _ in 0..<(try reader.count(ofSize: 17)) { highWater[try reader.actor()] = try reader.counter() }
        self.highWater = highWater
    }

    func write(to writer: inout ByteWriter) {
        writer.write(history)
        writer.write(varint: taken)
        writer.write(varint: deferred)
        writer.write(varint: UInt64(highWater.count))
        for (actor, number) in highWater.sorted(by: { $0.key < $1.key }) {
            writer.write(actor)
            writer.write(varint: number)
        }
    }
}
