import ArgumentParser
import CRDT
import Hub
import Replica

/// `conv-agent guidance on`.
struct GuidanceOnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "on", abstract: "Put a pack in force.")

    @Argument(help: .pack, completion: .packs)
    var pack: String

    @OptionGroup var common: CommonOptions

    func run() throws { try GuidanceSwitch.set(pack, isOn: true, common) }
}

/// `conv-agent guidance off`.
struct GuidanceOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Take a pack out of force, effective at the AI's next turn."
    )

    @Argument(help: .pack, completion: .packs)
    var pack: String

    @OptionGroup var common: CommonOptions

    func run() throws { try GuidanceSwitch.set(pack, isOn: false, common) }
}

/// Switches packs.
private enum GuidanceSwitch {
    struct Report: Encodable {
        let pack: String
        let name: String
        let on: Bool
        let unsent: Int
        let parked: Int
    }

    static func set(_ name: String, isOn: Bool, _ common: CommonOptions) throws {
        let store = try common.open()
        let id = try store.guidancePack(name).id
        try store.write(at: .now) { writer in
            try writer.edit(.guidance, id, root: id) { GuidancePack.setOn(isOn, in: &$0) }
        }
        let pack = try store.guidancePack(id.description)
        let unsent = try store.unsentSummary()
        guard !common.isJSON else {
            return try Output.json(
                Report(
                    pack: id.description, name: pack.name, on: pack.isOn, unsent: unsent.pendingCount,
                    parked: unsent.parkedCount
                )
            )
        }
        Output.line("Switched \(isOn ? "on" : "off") “\(Plain.line(pack.name))”. \(Unsent.sentence(unsent))")
    }
}
