import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension World {
    /// Cuts a device off in some direction, or lets it through again.
    mutating func partition(_ node: Int) {
        nodes[node].partition = Node.Partition.allCases.randomElement(using: &random) ?? .none
        note("node \(node) is cut off: \(nodes[node].partition)")
    }

    /// A clock is set, forwards or back.
    mutating func stepClock(_ node: Int) {
        let tenYears: Int64 = 315_360_000_000
        let span = random.chance(20) ? tenYears : 600_000
        let skew = Int64.random(in: -span...span, using: &random)
        if random.chance(30) {
            // Years later nobody expects an answer any more, and none is owed; an hour is enough for another budget.
            let mostHours: Int64 = 7_200_000
            server.skewMilliseconds = random.chance(50) ? 0 : hasAssistant ? skew % mostHours : skew
            note("the server's clock is off by \(server.skewMilliseconds) ms")
        } else {
            nodes[node].skewMilliseconds = skew
            note("the clock of node \(node) is off by \(skew) ms")
        }
    }

    /// The process of a device dies and a new one finds what was committed.
    mutating func restart(_ node: Int) throws {
        guard !nodes[node].isStopped else { return }
        nodes[node].disk.restart()
        nodes[node].store = try ReplicaStore.open(nodes[node].disk, path: nodes[node].disk.path)
        nodes[node].driver = try SyncDriver(nodes[node].store, key: nodes[node].key)
        nodes[node].wire = .idle
        nodes[node].wakeAt = 0
        note("node \(node) starts anew")
    }

    /// The server's process dies, and with it every connection; a new one finds what was committed.
    mutating func restartServer() throws {
        try server.restart()
        for node in nodes.indices {
            nodes[node].wire = .idle
            nodes[node].wakeAt = 0
        }
        late = []
        note("the server starts anew")
    }

    // MARK: Old copies

    /// A disk is copied, or lost and replaced by the copy.
    mutating func strikeDisaster(_ node: Int) throws {
        if disasters.serverRestore, random.chance(60) {
            try strikeServer()
        } else if disasters.deviceRestore, node > 0 || !disasters.serverRestore {
            try strike(node)
        }
    }

    private mutating func strikeServer() throws {
        guard !server.isRestored else { return }
        guard let copy = server.backup else {
            let copy = try disks.log()
            try copy.restore(server.disk)
            server.backup = copy
            note("the server is backed up at \(model.head)")
            return
        }
        try noteRevocations()
        let acceptsLoss = random.chance(30)
        try server.restore(copy, acceptsLoss: acceptsLoss, disks, at: serverTime, using: &random)
        try restartServer()
        model = LogModel(workspace: server.workspace, notesEdits: hasAssistant)
        speech.beginAnew()
        try followLog()
        speech.noteLosses(except: model.accepted)
        try noteLosses(acceptsLoss: acceptsLoss)
        note("the server is restored to \(model.head); \(lost.count) acknowledged changes are missing")
    }

    /// The administrator's replica holds these, so a restored server must not forget them.
    private mutating func noteRevocations() throws {
        let rows = try nodes[0].store.database.read { db in
            let sql = "SELECT header FROM change WHERE kind = 33 AND state <> 2"
            return try Data.fetchAll(db.cachedStatement(sql: sql))
        }
        for row in rows {
            let change = try SealedChange(header: [UInt8](row), content: Content.none.encoded)
            let fact = try ControlBody.decode(DirectoryFact.self, from: change.envelope.structure)
            guard case .deviceRevoked(let actor) = fact, let actor = ActorID(hexadecimal: actor) else { continue }
            // One that was never acknowledged was in nobody's log yet.
            guard model.revokedDevices.contains(actor) else { continue }
            revokedForGood.insert(actor)
        }
    }

    /// Who can bring back what the copy lacks. Facts that give rights come back from an administrator alone, and before
    /// the server is open: later they could undo what was taken away since.
    private mutating func noteLosses(acceptsLoss: Bool) throws {
        let missing = Set(acknowledged.keys).subtracting(model.accepted)
        lost = Dictionary(uniqueKeysWithValues: missing.map { ($0, []) })
        for node in nodes.indices {
            let rows = try nodes[node].store.database.read { db in
                let sql = "SELECT state, header, content FROM change UNION ALL SELECT 2, header, content FROM rescued"
                return try Row.fetchAll(db.cachedStatement(sql: sql))
            }
            var held = model.accepted
            for row in rows {
                let change = try SealedChange(header: [UInt8](row[1] as Data), content: [UInt8](row[2] as Data))
                held.insert(change.id)
                guard row[0] == ChangeState.accepted.rawValue, missing.contains(change.id),
                    try !Self.givesRights(change) || node == 0 && !acceptsLoss
                else { continue }
                lost[change.id]?.insert(node)
            }
            // What a device had to purge was on the lost disk alone.
            nodes[node].work.saved.formIntersection(held)
        }
    }

    private static func givesRights(_ change: SealedChange) throws -> Bool {
        guard change.envelope.kind == .directory else { return false }
        return try ControlBody.decode(DirectoryFact.self, from: change.envelope.structure).givesRights
    }

    private mutating func strike(_ node: Int) throws {
        guard !nodes[node].isStopped else { return }
        guard let backup = nodes[node].backup else {
            let copy = try disks.replica()
            try copy.restore(nodes[node].disk)
            nodes[node].backup = (copy, nodes[node].work, isUsed: false)
            note("node \(node) is backed up")
            return
        }
        guard !backup.isUsed else { return }
        nodes[node].backup?.isUsed = true
        if nodes.count < 6, random.chance(40) { return try clone(node, backup.disk, backup.work) }
        try nodes[node].disk.restore(backup.disk)
        nodes[node].work = backup.work
        for id in lost.keys { lost[id]?.remove(node) }
        try restart(node)
        nodes[node].cursor = try nodes[node].store.cursor()
        note("node \(node) is restored from its copy")
    }

    /// The copy goes on as a second device beside the first, under the same name and key.
    private mutating func clone(_ node: Int, _ copy: Disk, _ work: Node.Work) throws {
        let disk = try disks.replica()
        try disk.restore(copy)
        let store = try ReplicaStore.open(disk, path: disk.path)
        let original = nodes[node]
        var clone = Node(
            name: nodes.count, isAdministrator: original.isAdministrator, key: original.key, disk: disk, store: store,
            driver: try SyncDriver(store, key: original.key), skewMilliseconds: original.skewMilliseconds
        )
        clone.cursor = try store.cursor()
        clone.work = work
        clone.isRevoked = original.isRevoked
        nodes.append(clone)
        note("node \(clone.name) is a clone of node \(node)")
    }
}
