/// The keys of a guidance pack's document; `schemas/documents/guidance.json` describes what they hold.
enum GuidanceKey {
    static let name = "name"
    static let priority = "priority"
    static let audience = "audience"
    static let channels = "channels"
    static let isOn = "on"
    static let rules = "rules"
    static let kind = "kind"
    static let text = "text"
    static let matcher = "matcher"
    static let note = "note"
    static let destination = "destination"
    static let examples = "examples"
}
