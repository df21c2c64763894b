import ArgumentParser
import Hub
import Replica

/// `conv-agent typing`: shows the customer that somebody writes, as the workspace's composer does.
struct TypingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "typing", abstract: "Show the customer that you write; it is kept nowhere."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Option(help: "For how many seconds, 0 to 600; 0 shows it once, which holds for five seconds.")
    var seconds = 0

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let ticket: String
        let name: String
        let told: Bool
    }

    func validate() throws {
        guard (0...600).contains(seconds) else { throw ValidationError("--seconds takes 0 to 600") }
    }

    func run() async throws {
        let store = try common.open()
        let root = try store.ticketIdentifier(ticket)
        let teller = try common.folder.presence(of: store)
        let end = Instant.now.advanced(bySeconds: Int64(seconds))
        var isTold = await teller.writes(in: root)
        while isTold, Instant.now < end {
            try await Task.sleep(for: .milliseconds(PresenceTeller.renewalMilliseconds))
            isTold = await teller.writes(in: root)
        }
        if seconds > 0 { await teller.stops(in: root) }
        let name = try store.ticketName(of: root)
        if common.isJSON {
            return try Output.json(Report(ticket: root.description, name: name, told: isTold))
        }
        Output.line(
            isTold
                ? "The customer of \(name) saw that you write, if they were looking."
                : "Nobody was told: the server does not answer, or has no such ticket for you.")
    }
}
