import CRDT
import Replica
import SyncProtocol

/// A teammate's device: a disk that survives crashes, and a process that does not.
struct Node {
    /// Which member it is, for messages.
    let name: Int
    /// Whether the member may grant, revoke and erase.
    let isAdministrator: Bool
    /// The device's key, on the disk as well.
    let key: SigningKey
    /// The disk.
    let disk: Disk
    /// The process; a crash makes a new one.
    var store: ReplicaStore
    var driver: SyncDriver
    /// The device's clock minus the true one, in milliseconds.
    var skewMilliseconds: Int64
    /// Which way no message passes.
    var partition = Partition.none
    /// What is under way.
    var wire = Wire.idle
    /// When the process looks again by itself.
    var wakeAt: Int64 = 0
    /// Whether an administrator has stated that the device is revoked.
    var isRevoked = false
    /// Whether its process gave up.
    var isStopped = false
    /// The cursor after its last step.
    var cursor = SyncCursor()
    /// The last answer that it got, which the network may repeat.
    var lastAnswer: [UInt8]?
    /// What it has written, as far as its disk remembers.
    var work = Work()
    /// A copy of the disk, and of what was on it.
    var backup: (disk: Disk, work: Work, isUsed: Bool)?

    /// One request and its answer.
    enum Wire {
        case idle
        /// On the way to the server.
        case request(Request, token: [UInt8]?)
        /// On the way back.
        case response([UInt8])
    }

    /// What a partition holds up.
    enum Partition: CaseIterable {
        case none, requests, answers, both

        var stopsRequests: Bool { self == .requests || self == .both }
        var stopsAnswers: Bool { self == .answers || self == .both }
    }

    /// What a device has saved.
    struct Work {
        /// The changes by number.
        var ids: [UInt64: ChangeID] = [:]
        /// All of them; a restored device may use a number again.
        var saved: Set<ChangeID> = []
    }
}
