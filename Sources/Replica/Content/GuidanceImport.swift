import CRDT
import Hub
import SyncProtocol

/// Turns a file with guidance into a pack: one rule for each `##` heading, in order.
struct GuidanceImport {
    let file: ContentFile
    let root: Identifier
    let naming: KeyedNaming

    private struct Rule {
        let kind: GuidanceRule.Kind
        var fields: [String: String] = [:]
        var examples: [GuidanceRule.Example] = []
        var text = ""
    }

    /// What is wrong with the file; nil when it can be taken.
    var problem: String? {
        guard let name = file.head["name"], !name.isEmpty else { return "The pack has no name: add `name:`." }
        guard rules != nil else {
            return "A rule's heading is none that exists: use tone, policy, clarify, escalate or forbid."
        }
        guard let audience = file.head["audience"] else { return nil }
        let isValid = (try? Audience(audience)) != nil
        return isValid ? nil : "The pack's audience is no expression that can be read: check its spelling."
    }

    /// Writes the pack, which is known to be new.
    func write(_ writer: inout ChangeWriter) throws {
        let id = file.head["id"] ?? ""
        let placement = naming.external("guidance", id, "placement")
        try writer.place(root, in: .workspace, origin: .init(external: placement))
        let external = naming.external("guidance", id)
        try writer.edit(.guidance, root, root: root, origin: .init(external: external)) { transaction in
            GuidancePack.create(
                name: file.head["name"] ?? "", priority: file.head["priority"].flatMap(Int64.init) ?? 0,
                in: &transaction
            )
            if let audience = file.head["audience"] { GuidancePack.setAudience(audience, in: &transaction) }
            if let channels = file.head["channels"] {
                let names = channels.split(separator: ",").map { String($0.drop { $0 == " " }) }
                GuidancePack.setChannels(Set(names), in: &transaction)
            }
            if file.isOn == true { GuidancePack.setOn(true, in: &transaction) }
            for rule in rules ?? [] {
                GuidancePack.addRule(
                    rule.kind, text: rule.text, matcher: rule.fields["matcher"] ?? "",
                    destination: rule.fields["destination"], note: rule.fields["note"] ?? "", examples: rule.examples,
                    in: &transaction
                )
            }
        }
    }

    /// The rules in order; nil when a heading is no kind.
    private var rules: [Rule]? {
        var rules: [Rule] = []
        let lines = file.body.split(separator: "\n", omittingEmptySubsequences: false)
        var index = lines.startIndex
        while index < lines.endIndex {
            guard lines[index].hasPrefix("## ") else {
                index += 1
                continue
            }
            guard let kind = GuidanceRule.Kind(rawValue: String(lines[index].dropFirst(3))) else { return nil }
            index += 1
            let end = lines[index...].firstIndex { $0.hasPrefix("## ") } ?? lines.endIndex
            rules.append(Self.rule(kind, lines[index..<end]))
            index = end
        }
        return rules
    }

    private static let keys: Set<String> = ["matcher", "destination", "note", "should fire", "should not fire"]

    /// Reads the `key: value` lines of a rule and the text below them.
    private static func rule(_ kind: GuidanceRule.Kind, _ lines: ArraySlice<Substring>) -> Rule {
        var rule = Rule(kind: kind)
        var rest = lines.drop { $0.allSatisfy(\.isWhitespace) }
        while let line = rest.first, let (key, value) = ContentFile.pair(line), keys.contains(key) {
            switch key {
            case "should fire": rule.examples.append(.init(value, shouldFire: true))
            case "should not fire": rule.examples.append(.init(value, shouldFire: false))
            default: rule.fields[key] = value
            }
            rest = rest.dropFirst()
        }
        rule.text = ContentFile.trimmed(rest)
        return rule
    }
}
