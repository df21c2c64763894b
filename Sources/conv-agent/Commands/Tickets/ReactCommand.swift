import ArgumentParser
import CRDT
import Hub
import Replica
import Scenes

/// `conv-agent react`: puts an emoji on a message.
struct ReactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "react", abstract: "Put an emoji on a message of a conversation, or take it back."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "The message, as `show --json` prints it.")
    var message: String

    @Argument(help: "The emoji, or a short code.")
    var emoji: String

    @Flag(help: "Take it back.")
    var remove = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard OperationID(reference: message) != nil else {
            throw ValidationError("a message is named as `show --json` prints it")
        }
        let isPlain = emoji.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.properties.generalCategory != .control }
        guard (1...64).contains(emoji.utf8.count), isPlain else {
            throw ValidationError("a reaction is one emoji, or a short code without spaces")
        }
    }

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        guard let target = OperationID(reference: message) else { preconditionFailure("it was validated") }
        try writing.obeyReactions()
        try writing.write(
            remove ? "Took back a reaction in" : "Reacted in", .react(target, emoji: emoji, isOn: !remove))
    }
}
