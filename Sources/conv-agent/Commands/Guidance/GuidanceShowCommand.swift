import ArgumentParser
import CRDT
import Hub
import Replica

/// `conv-agent guidance show`.
struct GuidanceShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a pack with its rules.")

    @Argument(help: .pack, completion: .packs)
    var pack: String

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Example: Encodable {
            let text: String
            let shouldFire: Bool
        }

        struct Rule: Encodable {
            let id: String
            let kind: String
            let text: String
            let matcher: String
            let destination: String?
            let note: String
            let examples: [Example]
        }

        let id: String
        let name: String
        let priority: Int64
        let audience: String?
        let channels: [String]
        let on: Bool
        let rules: [Rule]
    }

    func run() throws {
        let store = try common.open()
        let pack = try store.guidancePack(pack)
        if common.isJSON { return try Output.json(report(pack)) }
        Output.line(Plain.line(pack.name))
        let channels = pack.channels.isEmpty ? "all channels" : pack.channels.joined(separator: ", ")
        let audience = pack.audience.map { " · for \($0)" } ?? ""
        Output.line(Plain.line("\(pack.isOn ? "on" : "off") · priority \(pack.priority) · \(channels)\(audience)"))
        for (index, rule) in pack.rules.enumerated() {
            let when = rule.matcher.isEmpty ? "always" : "when \(rule.matcher)"
            let destination = rule.destination.map { " → \($0)" } ?? ""
            Output.line()
            Output.line(Plain.line("\(index + 1). \(rule.kind.rawValue), \(when)\(destination)"))
            Output.line(Plain.block(rule.text))
            if !rule.note.isEmpty { Output.line("Note: \(Plain.line(rule.note))") }
            for example in rule.examples {
                Output.line("\(example.shouldFire ? "fires on" : "passes"): \(Plain.line(example.text))")
            }
        }
    }

    private func report(_ pack: GuidancePack) -> Report {
        Report(
            id: pack.id.description, name: pack.name, priority: pack.priority, audience: pack.audience,
            channels: pack.channels, on: pack.isOn,
            rules: pack.rules.map { rule in
                Report.Rule(
                    id: rule.id.description, kind: rule.kind.rawValue, text: rule.text, matcher: rule.matcher,
                    destination: rule.destination, note: rule.note,
                    examples: rule.examples.map { .init(text: $0.text, shouldFire: $0.shouldFire) }
                )
            }
        )
    }
}
