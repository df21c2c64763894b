import ArgumentParser

/// `conv-agent tickets`: a list of tickets.
struct TicketsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tickets", abstract: "List tickets, all or those that a search finds.",
        discussion: """
            A search is conditions and words: status:open,pending owner:me -tag:spam created:>2026-01-01 "exact words" \
            word. Behind -- a condition may begin with a minus.
            """
    )

    @Argument(help: "The search; everything when not given.")
    var query: [String] = []

    @OptionGroup var page: PageOptions
    @OptionGroup var common: CommonOptions

    func run() throws { try TicketList.run(query, page, common) }
}

/// `conv-agent search`: the same list, for words.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find tickets by the words in their messages and by their fields.",
        discussion: """
            Words in quotation marks are found as they are written, others without regard to accents: \
            conv-agent search '"lost key" status:open'
            """
    )

    @Argument(help: "What to find.")
    var query: [String]

    @OptionGroup var page: PageOptions
    @OptionGroup var common: CommonOptions

    func run() throws { try TicketList.run(query, page, common) }
}
