import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent assign`: gives a ticket to a teammate.
struct AssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a ticket to a teammate, to yourself, or to nobody."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "A teammate's name or identifier, me, or none.", completion: .owners)
    var owner: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        let user = try user(in: writing.store)
        try writing.write(user == nil ? "Nobody owns" : "Assigned", .assign(user?.description))
    }

    private func user(in store: ReplicaStore) throws -> Identifier? {
        switch owner {
        case "none": nil
        case "me": store.member.user
        default: try store.member(owner).id
        }
    }
}
