public import CRDT

extension Person {
    /// Makes a person's record, or adds what the draft knows to one.
    public static func write(_ draft: PersonDraft, in transaction: inout Transaction) {
        if let name = draft.name { setName(name, in: &transaction) }
        for email in draft.emails { addEmail(email, isVerified: false, in: &transaction) }
        for email in draft.verifiedEmails { addEmail(email, isVerified: true, in: &transaction) }
        for phone in draft.phones { transaction.root.set(DirectoryKey.phones).insert(.string(phone)) }
        for account in draft.externals { add(account, in: &transaction) }
        if let company = draft.company { setCompany(company, in: &transaction) }
        if let locale = draft.locale { setLocale(locale, in: &transaction) }
        setTraits(claimed: draft.claimed, verified: draft.verified, in: &transaction)
    }

    /// Sets the name.
    public static func setName(_ name: String?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.name, Value(name))
    }

    /// Adds a mail address; a verified one is also listed among the addresses.
    public static func addEmail(_ email: String, isVerified: Bool, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.emails).insert(.string(email))
        if isVerified { transaction.root.set(DirectoryKey.verifiedEmails).insert(.string(email)) }
    }

    /// Removes a mail address.
    public static func removeEmail(_ email: String, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.emails).remove(.string(email))
        transaction.root.set(DirectoryKey.verifiedEmails).remove(.string(email))
    }

    /// Adds a telephone number.
    public static func addPhone(_ phone: String, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.phones).insert(.string(phone))
    }

    /// Removes a telephone number.
    public static func removePhone(_ phone: String, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.phones).remove(.string(phone))
    }

    /// Adds an account in another system.
    public static func add(_ account: ExternalAccount, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.externals).insert(.string(account.stored))
    }

    /// Removes an account in another system.
    public static func remove(_ account: ExternalAccount, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.externals).remove(.string(account.stored))
    }

    /// Sets the company; nil: none.
    public static func setCompany(_ company: Identifier?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.company, Value(company))
    }

    /// Sets the language and region.
    public static func setLocale(_ locale: String?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.locale, Value(locale))
    }

    /// Sets the team's note.
    public static func setNote(_ note: String?, in transaction: inout Transaction) {
        transaction.root.set(DirectoryKey.note, Value(note))
    }

    /// Sets traits, claimed and verified apart; `.null` removes one.
    public static func setTraits(
        claimed: [String: Value] = [:], verified: [String: Value] = [:], in transaction: inout Transaction
    ) {
        for (name, value) in claimed.sorted(by: { $0.key < $1.key }) {
            transaction.root.map(DirectoryKey.claimed).set(name, value)
        }
        for (name, value) in verified.sorted(by: { $0.key < $1.key }) {
            transaction.root.map(DirectoryKey.verified).set(name, value)
        }
    }

    /// Says that this record is the same person as another, or, with nil, takes that back. Nothing is copied, so that
    /// taking it back loses nothing.
    ///
    /// - Throws: `invalid_value` when it is the same record.
    public static func merge(
        _ person: Identifier, into other: Identifier?, in transaction: inout Transaction
    ) throws(HubError) {
        guard person != other else { throw HubError(.invalidValue, "a person cannot be merged into themselves") }
        transaction.root.set(DirectoryKey.mergedInto, Value(other))
    }
}
