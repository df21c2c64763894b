/// The keys of people's and companies' documents; `schemas/documents/person.json` and `company.json` describe them.
enum DirectoryKey {
    static let name = "name"
    static let emails = "emails"
    static let verifiedEmails = "verified_emails"
    static let phones = "phones"
    static let externals = "externals"
    static let company = "company"
    static let locale = "locale"
    static let claimed = "claimed"
    static let verified = "verified"
    static let mergedInto = "merged_into"
    static let domains = "domains"
    static let segment = "segment"
    static let note = "note"
}
