import CRDT
import Hub
import ImportFormats
import Replica
import SyncProtocol

/// Turns a customer of another system into a person of the directory.
struct PersonImport {
    let person: ImportedPerson
    let locale: String?
    let root: Identifier
    let naming: KeyedNaming

    /// Writes the person, who is known to be new.
    func write(_ writer: inout ChangeWriter) throws {
        let placement = naming.external("person", person.externalID, "placement")
        try writer.place(root, in: .workspace, origin: .init(external: placement))
        let draft = PersonDraft(
            name: person.name, emails: person.email.map { [$0] } ?? [],
            externals: [ExternalAccount(system: "import", id: person.externalID)], locale: locale
        )
        let external = naming.external("person", person.externalID)
        try writer.edit(.person, root, root: root, origin: .init(external: external)) { transaction in
            Person.write(draft, in: &transaction)
        }
    }
}
