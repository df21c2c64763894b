import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension Response {
    /// The answer in a few words, for a replay.
    fileprivate var summary: String {
        switch self {
        case .outcomes(let outcomes): "outcomes \(outcomes.map { "\($0.reference.number) \($0.result)" })"
        case .frames(let frames): "frames \(frames.map(\.summary).joined(separator: ", "))"
        case .failure(let error): "failure \(error)"
        case .hello, .authenticated, .joined, .enrolled, .repaired: "ok"
        }
    }
}

extension Frame {
    fileprivate var summary: String {
        switch self {
        case .batch: "batch"
        case .scopeOpen(let scope, let grant, _, let target): "open \(scope) by \(grant) to \(target)"
        case .scopeClose(let scope): "close \(scope)"
        case .carried(let change, _): "carried \(change.sequence)"
        case .row(let row): "row \(row.body.sequence) of \(row.scope)"
        case .checkpoint(let checkpoint): "checkpoint \(checkpoint.cursor.sequence) more \(checkpoint.hasMore)"
        case .keepalive: "keepalive"
        }
    }
}

extension World {
    /// Moves whatever a device has under way by one hop; a lossy network may lose, repeat or hold it.
    mutating func move(_ node: Int, isLossy: Bool) throws {
        guard !nodes[node].isStopped else { return }
        switch nodes[node].wire {
        case .idle:
            guard nodes[node].wakeAt <= now else { return }
            let input: SyncClient.Input = .wake
            try feed(node, input)
        case .request(let request, let token):
            if nodes[node].isPartitioned || isLossy && random.chance(10) {
                trace("\(step) node \(node) \(request.endpoint) is lost")
                nodes[node].wire = .idle
                try feed(node, .disconnected)
                return
            }
            // The bytes travel, so coding is part of the world.
            let arrived = try Request(request.endpoint, body: request.encoded)
            if isLossy, random.chance(10) { _ = try answer(arrived, token) }
            let response = try answer(arrived, token)
            nodes[node].wire = .response(response.encoded)
            trace("\(step) node \(node) \(request.endpoint) answered: \(response.summary)")
        case .response(let bytes):
            if nodes[node].isPartitioned || isLossy && random.chance(10) {
                trace("\(step) node \(node) answer is lost")
                nodes[node].wire = .idle
                try feed(node, .disconnected)
                return
            }
            let response = try Response(body: bytes)
            nodes[node].wire = .idle
            note(node, response)
            try feed(node, .response(response))
            if isLossy, random.chance(3), case .idle = nodes[node].wire {
                // A repeated answer fits no question.
                try feed(node, .response(response))
            }
        }
    }

    private mutating func answer(_ request: Request, _ token: [UInt8]?) throws -> Response {
        let instant = Instant(milliseconds: now)
        if PlantedDefect.current == .acknowledgeBeforeCommit, case .push = request, random.chance(10) {
            return try answerAndLose(request, token, at: instant)
        }
        return try service.answer(request, token: token, at: instant)
    }

    /// The defect of a server that answers first: the process dies before the transaction is durable.
    private func answerAndLose(_ request: Request, _ token: [UInt8]?, at instant: Instant) throws -> Response {
        guard case .push(let batches) = request else { return try service.answer(request, token: token, at: instant) }
        var outcomes: [PushOutcome] = []
        for batch in batches {
            let result = try log.rehearse([batch], at: instant)
            for case .success(let group) in result { outcomes += group }
        }
        return .outcomes(outcomes)
    }

    private mutating func note(_ node: Int, _ response: Response) {
        guard case .outcomes(let outcomes) = response else { return }
        for outcome in outcomes {
            if case .accepted = outcome.result { nodes[node].acknowledged.insert(outcome.reference.number) }
        }
    }

    private mutating func feed(_ node: Int, _ input: SyncClient.Input) throws {
        switch try nodes[node].driver.receive(input, at: time(of: node)) {
        case .send(let request, let token): nodes[node].wire = .request(request, token: token)
        case .wait(let milliseconds):
            nodes[node].wire = .idle
            nodes[node].wakeAt = now + milliseconds
        case .stop(let error):
            guard error.code == .deviceRevoked else { throw violation("node \(node) stopped: \(error)") }
            nodes[node].isStopped = true
        }
    }

    /// Lets the server's own replica take what the log holds; its transport loses nothing.
    mutating func catchUpServerReplica() throws {
        var input: SyncClient.Input = .wake
        for _ in 0..<World.healingStepCountMax {
            switch try serverDriver.receive(input, at: Instant(milliseconds: now)) {
            case .send(let request, let token):
                input = .response(try service.answer(request, token: token, at: Instant(milliseconds: now)))
            case .wait:
                if serverDriver.isCaughtUp { return }
                input = .wake
            case .stop(let error): throw violation("the server's replica stopped: \(error)")
            }
        }
        throw violation("the server's replica does not catch up")
    }

    /// The network heals; everybody gets a bounded number of steps to become quiet without writing anything new.
    mutating func heal() throws {
        for node in nodes.indices {
            nodes[node].isPartitioned = false
            nodes[node].wakeAt = 0
        }
        for _ in 0..<World.healingStepCountMax {
            step += 1
            now += 1000
            var isQuiet = true
            for node in nodes.indices where !nodes[node].isStopped {
                if case .idle = nodes[node].wire, try isQuietNode(node) { continue }
                isQuiet = false
                nodes[node].wakeAt = 0
                try move(node, isLossy: false)
            }
            if isQuiet {
                try catchUpServerReplica()
                if try nodes.indices.allSatisfy({ try nodes[$0].isStopped || isQuietNode($0) }) { return }
            }
        }
        throw violation(
            "after healing, the queues do not drain within \(World.healingStepCountMax) steps: \(try waiting())")
    }

    /// What still waits, for the report of a violation.
    private func waiting() throws -> String {
        try nodes.map { node in
            let rows = try node.store.database.read { db in
                try Row.fetchAll(db, sql: "SELECT number, kind, state, hex(root) FROM change WHERE state IN (1, 3)")
            }
            return "node \(node.name): " + rows.map { "\($0)" }.joined(separator: " ")
        }.joined(separator: "; ")
    }

    private func isQuietNode(_ node: Int) throws -> Bool {
        let cursor = try nodes[node].store.cursor()
        guard try cursor.sequence == log.read({ try $0.head }) else { return false }
        guard cursor.scopes.values.allSatisfy({ $0.backfill == nil }), nodes[node].driver.isCaughtUp else {
            return false
        }
        return try count(nodes[node].store, "SELECT COUNT(*) FROM change WHERE state IN (1, 3)") == 0
    }
}
