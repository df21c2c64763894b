import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension World {
    /// Moves whatever a device has under way by one hop; a lossy network may lose, repeat or hold it, and either end may
    /// die while it deals with it.
    mutating func move(_ node: Int, isLossy: Bool) throws {
        guard !nodes[node].isStopped else { return }
        switch nodes[node].wire {
        case .idle:
            guard nodes[node].wakeAt <= now else { return }
            try feed(node, .wake, isLossy: isLossy)
        case .request(let request, let token):
            if nodes[node].partition.stopsRequests || isLossy && random.chance(lossPercent) {
                note("node \(node) \(request.endpoint) is lost")
                return try feed(node, .disconnected, isLossy: isLossy)
            }
            if isLossy, late.count < 8, random.chance(15) { late.append((node, request, token)) }
            guard let response = try answer(request, token, isLossy: isLossy) else { return }
            nodes[node].wire = .response(response.encoded)
            note("node \(node) \(request.endpoint) answered: \(response.summary)")
        case .response(let bytes):
            if nodes[node].partition.stopsAnswers || isLossy && random.chance(lossPercent) {
                note("node \(node) answer is lost")
                return try feed(node, .disconnected, isLossy: isLossy)
            }
            if isLossy, let old = nodes[node].lastAnswer, random.chance(3) {
                note("node \(node) gets an old answer again")
                return try feed(node, .response(try Response(body: old)), isLossy: isLossy, isStale: true)
            }
            nodes[node].lastAnswer = bytes
            try feed(node, .response(try Response(body: bytes)), isLossy: isLossy)
        }
    }

    /// A copy of a request arrives that its sender has long forgotten; nobody waits for the answer.
    mutating func deliverLate() throws {
        guard !late.isEmpty else { return }
        let (node, request, token) = late.remove(at: Int.random(in: 0..<late.count, using: &random))
        note("node \(node) \(request.endpoint) arrives once more")
        _ = try answer(request, token, isLossy: true)
    }

    /// What the server answers; nil when it died over it.
    private mutating func answer(_ request: Request, _ token: [UInt8]?, isLossy: Bool) throws -> Response? {
        // The bytes travel, so coding is part of the world.
        let request = try Request(request.endpoint, body: request.encoded)
        if case .push = request { try giveSign(token) }
        if PlantedDefect.current == .acknowledgeBeforeCommit, case .push(let batches) = request, random.chance(10) {
            return .outcomes(try server.log.rehearse(batches, at: serverTime).flatMap { try $0.get() })
        }
        let dies = isLossy && random.chance(3)
        if dies { server.disk.crash(afterCommits: Int.random(in: 0...1, using: &random)) }
        var response: Response?
        do {
            response = try server.service.answer(request, token: token, at: serverTime)
        } catch is PowerFailure where dies {}
        guard !dies else {
            note("the server dies over \(request.endpoint)")
            try restartServer()
            return nil
        }
        try followLog()
        if case .frames(let frames) = response { try checkServed(frames, token) }
        return response
    }

    /// Whoever sends changes gives a sign of presence, too: it leaves the log as it is, whatever becomes of it.
    private mutating func giveSign(_ token: [UInt8]?) throws {
        guard let ticket = tickets.last else { return }
        try followLog()
        let before = model.head
        let sign = try Request(.presence, body: Request.presence(PresenceSign(.writing, in: ticket)).encoded)
        switch try server.service.answer(sign, token: token, at: serverTime) {
        case .noted, .failure: break
        default: throw violation("a sign of presence is answered like something else")
        }
        try followLog()
        guard model.head == before else { throw violation("a sign of presence was stored") }
    }

    /// Lets a device's process take an input up to its next request or wait; it may die on the way.
    private mutating func feed(
        _ node: Int, _ input: SyncClient.Input, isLossy: Bool, isStale: Bool = false
    ) throws {
        nodes[node].wire = .idle
        let dies = isLossy && random.chance(3)
        if dies { nodes[node].disk.crash(afterCommits: Int.random(in: 0...2, using: &random)) }
        let acknowledgement = acknowledgedIDs(node, input)
        do {
            switch try nodes[node].driver.receive(input, at: time(of: node)) {
            case .send(let request, let token): nodes[node].wire = .request(request, token: token)
            case .wait(let milliseconds): nodes[node].wakeAt = now + milliseconds
            case .stop(let error):
                guard error.code == .deviceRevoked else { throw violation("node \(node) stopped: \(error)") }
                guard nodes[node].isRevoked else { throw violation("node \(node) was stopped without a reason") }
                nodes[node].isStopped = true
                note("node \(node) gives up: its device is revoked")
            }
        } catch is PowerFailure where dies {
        } catch let error as ReplicaError {
            guard isStale, case .untrustworthy = error else { throw error }
            note("node \(node) does not trust the answer: \(error)")
            if !dies { return try feed(node, .disconnected, isLossy: isLossy) }
        }
        if dies {
            note("node \(node) dies")
            try restart(node)
        }
        for id in acknowledgement {
            if model.accepted.contains(id) {
                acknowledged[id] = node
            } else if !isStale {
                throw violation("\(id) of node \(node) is acknowledged and not in the log")
            }
        }
        try checkStep(node, input)
    }

    /// The changes that an answer says are in the log.
    private func acknowledgedIDs(_ node: Int, _ input: SyncClient.Input) -> [ChangeID] {
        guard case .response(.outcomes(let outcomes)) = input else { return [] }
        return outcomes.compactMap { outcome in
            guard case .accepted = outcome.result else { return nil }
            return nodes[node].work.ids[outcome.reference.number]
        }
    }
}
