import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent snooze`: hides a ticket until it is needed again.
struct SnoozeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze", abstract: "Hide a ticket until a time, or wake it."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(
        help: "A span such as 30m, 3h, 2d or 1w; a time on this machine's clock such as 2026-01-02T10:00; or none.")
    var until: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let instant = until == "none" ? nil : try TimeText.future(until, from: .now)
        let writing = try TicketWriting(ticket, common)
        let done = instant.map { "Snoozed until \($0.shown):" } ?? "Woke"
        try writing.write(done, .snooze(instant))
    }
}
