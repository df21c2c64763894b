extension Document {
    /// What a change did, in order; empty when it was not applied. O(change · log).
    public func operations(of reference: ChangeReference) -> [Operation] {
        guard let version = body.history.version(of: reference) else { return [] }
        return OperationReader(self, version).operations
    }

    /// Whether a write of a register (of a map or a list's element) lost to a write that had not seen it. A write that
    /// was merely overwritten, by one that had seen it, is not superseded.
    ///
    /// The writes that are concurrent with it compete, without those that others of them have seen; when one of these
    /// ranks after it by (stamp, actor, number), it lost. False for what is no write of a register.
    ///
    /// - Complexity: O(1) in a history without concurrency, else O(operations of concurrent changes).
    public func isSuperseded(_ write: OperationID) -> Bool {
        guard !body.history.isLinear, let version = body.history.version(of: write.change) else { return false }
        guard let target = OperationReader(self, version).operations.first(where: { $0.id == write })?.register else {
            return false
        }
        let rivals = (0..<UInt32(body.history.count)).filter { other in
            body.history.areConcurrent(version, other)
                && OperationReader(self, other).operations.contains { $0.register == target }
        }
        return rivals.contains { rival in
            body.history.ranksBefore(version, rival) && !rivals.contains { body.history.hasSeen($0, rival) }
        }
    }

    /// What the document read as at a version, with today's stamps and erasures. Heads that are not here are left out.
    ///
    /// - Complexity: O(document), and O(changes) in a history with branches: nothing is replayed.
    public func reading(at heads: [ChangeReference]) -> DocumentReading {
        DocumentReading(document: past(versionSet(heads)))
    }

    /// The document as it was when `heads` were all that had been applied, with today's stamps and erasures, to go on
    /// with as with any other; `reading(at:)` is there to only read it. Heads that are not here are left out; waiting
    /// changes are not taken along.
    ///
    /// - Complexity: O(history): the changes are applied again.
    public func view(at heads: [ChangeReference]) -> Document {
        let seen = body.history.seen(by: heads.compactMap { body.history.version(of: $0) })
        return replaying { seen[Int($0)] }
    }

    /// What reads differently between two versions of the document; its `changes` are those of the second that the
    /// first has not seen, in the order of history.
    ///
    /// - Complexity: O(document + changes): nothing is replayed.
    public func diff(from old: [ChangeReference], to new: [ChangeReference]) -> Patch {
        let (before, after) = (versionSet(old), versionSet(new))
        let changes = (0..<UInt32(body.history.count)).filter { after.contains($0) && !before.contains($0) }
        var patch = Patch()
        patch.changes = changes.sorted { body.history.precedes($0, $1) }.map { body.history.reference($0) }
        patch.entries = StateDifference.entries(from: past(before), to: past(after))
        return patch
    }

    private func versionSet(_ heads: [ChangeReference]) -> DocumentVersionSet {
        DocumentVersionSet(seenBy: heads.compactMap { body.history.version(of: $0) }, body.history)
    }

    /// The document with the state that it had at a version, whose views are all that can be read of it.
    func past(_ version: DocumentVersionSet) -> Document {
        var past = Document()
        past.body.history = body.history
        past.body.state = body.state.past(version, body.history)
        return past
    }

    /// Whether `later` has seen `earlier`; false when either is not here, or both are one.
    public func hasSeen(_ later: ChangeReference, _ earlier: ChangeReference) -> Bool {
        guard let later = body.history.version(of: later), let earlier = body.history.version(of: earlier) else {
            return false
        }
        return body.history.hasSeen(later, earlier)
    }

    /// A document of the changes that are `included`, which must be closed under what they have seen. O(changes that are
    /// told by themselves · log): keystrokes that go on with another are made all at once.
    private func replaying(_ included: (UInt32) -> Bool) -> Document {
        var document = Document()
        let count = UInt32(body.history.count)
        for streak in body.history.streaks where streak.firstVersion < count && included(streak.firstVersion) {
            var end = streak.lastVersion + 1
            while !included(end - 1) { end -= 1 }
            document.repeatChange(streak.firstVersion, of: body.history)
            let rest = Int(end - streak.firstVersion) - 1
            guard rest > 0, document.body.canContinue(streak.kind, rest) else {
                for version in streak.firstVersion..<end where version > streak.firstVersion {
                    document.repeatChange(version, of: body.history)
                }
                continue
            }
            let start = streak.contentStart + Int(streak.contentCount)
            let letters = streak.kind == .typing ? Array(body.history.bytes[start..<start + rest]) : []
            letters.withUnsafeBufferPointer { document.body.proceed(streak.kind, letters: $0, count: rest) }
            for version in streak.firstVersion + 1..<end {
                let times = body.history.times[Int(version)]
                document.body.history.enterTimes(1, after: times.time.rawValue, step: 0) { _ in times.stamp }
            }
        }
        return document
    }

    private mutating func repeatChange(_ version: UInt32, of history: History) {
        guard (try? absorb(history.change(version), stamp: history.times[Int(version)].stamp)) != nil else {
            preconditionFailure("a change that was applied cannot be applied again")
        }
    }
}

extension Operation {
    /// The register that the operation writes: a map's key, or a list's element.
    fileprivate var register: ContainerID? {
        switch self {
        case .set(let container, let key, _, _): container.child(key, .map)
        case .listSet(let container, let element, _, _): container.child(element, .map)
        case .listInsert(let container, _, _, let id): container.child(id, .map)
        default: nil
        }
    }
}
