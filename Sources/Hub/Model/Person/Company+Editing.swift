public import CRDT

extension Company {
    /// Sets the name.
    public static func setName(_ name: String?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.name, Value(name))
    }

    /// Adds a mail domain.
    public static func addDomain(_ domain: String, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.domains).insert(.string(domain))
    }

    /// Removes a mail domain.
    public static func removeDomain(_ domain: String, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.domains).remove(.string(domain))
    }

    /// Adds an account in another system.
    public static func add(_ account: ExternalAccount, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.externals).insert(.string(account.stored))
    }

    /// Removes an account in another system.
    public static func remove(_ account: ExternalAccount, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.externals).remove(.string(account.stored))
    }

    /// Sets the segment.
    public static func setSegment(_ segment: String?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.segment, Value(segment))
    }

    /// Sets the team's note.
    public static func setNote(_ note: String?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.note, Value(note))
    }

    /// Sets traits; `.null` removes one.
    public static func setTraits(_ traits: [String: Value], in transaction: inout Transaction) {
        for (name, value) in traits.sorted(by: { $0.key < $1.key }) {
            transaction.root.map(DirectoryKey.verified).set(name, value)
        }
    }
}
