import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol

/// A teammate's device: a disk that survives crashes, and a process that does not.
struct Node {
    /// Which member it is, for messages.
    let name: Int
    /// Whether the member may grant, revoke and erase.
    let isAdministrator: Bool
    /// The disk.
    let store: ReplicaStore
    /// The device's key, on the disk as well.
    let key: SigningKey
    /// The process; a crash makes a new one.
    var driver: SyncDriver
    /// The device's clock minus the true one, in milliseconds.
    var skewMilliseconds: Int64
    /// Whether no message passes in either direction.
    var isPartitioned = false
    /// What is under way.
    var wire = Wire.idle
    /// When the process looks again by itself.
    var wakeAt: Int64 = 0
    /// Whether the device was revoked.
    var isRevoked = false
    /// Whether its process gave up.
    var isStopped = false
    /// Numbers that the server acknowledged to it.
    var acknowledged: Set<UInt64> = []
    /// How many changes it has written.
    var writtenCount: UInt64 = 0

    /// One request and its answer.
    enum Wire {
        case idle
        /// On the way to the server.
        case request(Request, token: [UInt8]?)
        /// On the way back.
        case response([UInt8])
    }
}
