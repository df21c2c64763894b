import CRDT
import Hub
import Testing

@Suite struct PersonTests {
    private let id = Identifier(high: 7, low: 4)

    @Test func `a person reads as the draft, and claimed stays apart from verified`() {
        var device = Device(1)
        var document = Document()
        let draft = PersonDraft(
            name: "Ida", emails: ["b@x.example", "a@x.example"], verifiedEmails: ["c@x.example"], phones: ["+43 1"],
            externals: [ExternalAccount(system: "slack", id: "U 1")], company: Identifier(high: 1, low: 4),
            locale: "de-AT", claimed: ["plan": "gold"], verified: ["plan": "free"]
        )
        device.edit(&document) { Person.write(draft, in: &$0) }
        let person = Person(id: id, document: document)
        #expect(person.name == "Ida")
        #expect(person.emails == ["a@x.example", "b@x.example", "c@x.example"])
        #expect(person.verifiedEmails == ["c@x.example"])
        #expect(person.phones == ["+43 1"])
        #expect(person.externals == draft.externals)
        #expect(person.company == draft.company)
        #expect(person.locale == "de-AT")
        #expect(person.claimed["plan"] == "gold")
        #expect(person.verified["plan"] == "free")
        device.edit(&document) { Person.removeEmail("c@x.example", in: &$0) }
        #expect(Person(id: id, document: document).verifiedEmails.isEmpty)
    }

    @Test func `a merge of two records is taken back without loss`() throws {
        var device = Device(1)
        var document = Document()
        let (id, other) = (id, Identifier(high: 7, low: 8))
        device.edit(&document) { Person.write(PersonDraft(name: "Ida"), in: &$0) }
        let before = Person(id: id, document: document)
        try device.edit(&document) { transaction throws(HubError) in
            try Person.merge(id, into: other, in: &transaction)
        }
        #expect(Person(id: id, document: document).mergedInto == other)
        try device.edit(&document) { transaction throws(HubError) in
            try Person.merge(id, into: nil, in: &transaction)
        }
        #expect(Person(id: id, document: document) == before)
        #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Person.merge(id, into: id, in: &transaction)
            }
        }
    }

    @Test func `a company reads as it was written`() {
        var device = Device(1)
        var document = Document()
        device.edit(&document) { transaction in
            Company.setName("Press", in: &transaction)
            Company.addDomain("press.example", in: &transaction)
            Company.add(ExternalAccount(system: "shop", id: "9"), in: &transaction)
            Company.setSegment("gold", in: &transaction)
            Company.setTraits(["seats": 40], in: &transaction)
        }
        let company = Company(id: id, document: document)
        #expect(company.name == "Press")
        #expect(company.domains == ["press.example"])
        #expect(company.externals == [ExternalAccount(system: "shop", id: "9")])
        #expect(company.segment == "gold")
        #expect(company.verified == Traits(["seats": 40]))
    }
}
