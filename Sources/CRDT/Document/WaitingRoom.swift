/// Changes that cannot be applied before others arrive, each kept under the first that it misses.
struct WaitingRoom: Sendable {
    /// A change and the stamp that it came with.
    struct Guest: Sendable {
        var change: Change
        var stamp: Stamp?
    }

    private var guests: [ChangeReference: Guest] = [:]
    private var waitingFor: [ChangeReference: [ChangeReference]] = [:]

    /// The waiting changes; ascending.
    var references: [ChangeReference] { guests.keys.sorted() }
    /// The waiting changes with their stamps, ascending.
    var sortedGuests: [Guest] { references.compactMap { guests[$0] } }
    var isEmpty: Bool { guests.isEmpty }

    /// Whether the change waits already; then a stamp or an erasure that it brings is noted.
    mutating func update(_ change: Change, stamp: Stamp?) -> Bool {
        guard var guest = guests[change.reference] else { return false }
        if change.content == .erased { guest.change.content = .erased }
        if let stamp, stamp != .pending { guest.stamp = stamp }
        guests[change.reference] = guest
        return true
    }

    /// Lets a change wait for another.
    mutating func admit(_ guest: Guest, missing: ChangeReference) {
        guests[guest.change.reference] = guest
        waitingFor[missing, default: []].append(guest.change.reference)
    }

    /// Releases the changes that waited for `reference`; each may miss another still.
    mutating func release(_ reference: ChangeReference) -> [Guest] {
        guard !guests.isEmpty, let released = waitingFor.removeValue(forKey: reference) else { return [] }
        return released.compactMap { guests.removeValue(forKey: $0) }
    }

    /// Drops the content of a waiting change; false when it does not wait.
    mutating func erase(_ reference: ChangeReference) -> Bool {
        guard guests[reference] != nil else { return false }
        guests[reference]?.change.content = .erased
        return true
    }
}
