import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent merge`: lets a ticket live on in another one.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Merge a ticket into another one that is about the same.",
        discussion: """
            What the customer writes from then on goes to the other ticket, and site visitors read both as one \
            conversation; of another customer's words in it they see nothing. The ticket itself takes no further \
            messages, and leaves all clocks. `conv-agent unmerge` takes it back.
            """
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "The ticket that goes on.", completion: .tickets)
    var into: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        let target = try writing.store.ticketIdentifier(into)
        try writing.write("Merged into \(try writing.store.ticketName(of: target)):", .merge(into: target))
    }
}

/// `conv-agent unmerge`: lets a merged ticket stand alone again.
struct UnmergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmerge", abstract: "Let a ticket that was merged stand alone again.",
        discussion: """
            Figures then count as if it had never been merged. What was written in the other ticket meanwhile stays there.
            """
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        try TicketWriting(ticket, common).write("Stands alone again:", .merge(into: nil))
    }
}
