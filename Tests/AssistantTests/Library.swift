import Assistant
import Hub

/// A small library that tests search.
enum Library {
    /// An item of these words.
    static func item(
        _ id: String, _ title: String, _ body: String = "", questions: [String] = [], language: String? = nil,
        audience: String = "everyone", isOn: Bool = true, isPublished: Bool = true
    ) throws -> LibraryItem {
        LibraryItem(
            reference: ContentReference(kind: .article, id: id, version: "\(id)@1"), title: title, body: body,
            questions: questions, language: language, audience: try Audience(audience), isOn: isOn,
            isPublished: isPublished)
    }

    /// A bicycle shop's help centre.
    static func shop() throws -> [LibraryItem] {
        try [
            item(
                "battery", "Charging the battery",
                """
                The battery charges in four hours. Use the charger that came with the bike.

                ## In winter

                Charge the battery indoors. Below five degrees it takes no charge at all. Let it warm up first.
                """),
            item("returns", "Returning a bike", "Return it within 14 days. We refund what you paid."),
            item("brakes", "Adjusting the brakes", "Turn the barrel adjuster until the pads sit close to the rim."),
            item("trade", "Trade prices", "Dealers pay the wholesale price.", audience: "plan = dealer"),
            item("old", "Charging the old battery", "The old battery charges in nine hours.", isOn: false),
            item("draft", "Charging in the shop", "Bring the battery to our shop.", isPublished: false),
        ]
    }

    /// A reader of whom these traits are proven.
    static func reader(_ traits: [String: Audience.Value] = [:]) -> Reader {
        Reader(traits: AudienceTraits(verified: traits))
    }

    /// The ids of the articles found, best first.
    static func found(_ text: String, in items: [LibraryItem], by reader: Reader = reader()) -> [String] {
        let view = LibraryView(LibraryIndex(items), for: reader)
        return Ranking(Question(text: text), in: view).candidates.map { items[$0.item].reference.id }
    }
}
