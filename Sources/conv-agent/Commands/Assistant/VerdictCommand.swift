import ArgumentParser
import CRDT
import Hub
import Replica
import Scenes

/// `conv-agent verdict`: whether the assistant's last answer in a ticket was right.
struct VerdictCommand: ParsableCommand {
    enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case right, wrong
    }

    static let configuration = CommandConfiguration(
        commandName: "verdict", abstract: "Say whether the assistant's last answer in a ticket was right.",
        discussion: """
            Where it offered articles, say whether the first was right. The verdict stands in the ticket; a later one \
            replaces it, and no figure counts it. The assistant's confidence follows the verdicts; `conv-agent assistant` \
            says how far.
            """
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "right or wrong.")
    var verdict: Verdict

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        let discussion = writing.ticket.publicDiscussion
        let document = try writing.store.documents(of: writing.ticket).document(discussion)
        let answer = Discussion(id: discussion, document: document).messages.last { message in
            message.author == .assistant && (message.role == .answer || message.role == .offer)
        }
        guard let answer else {
            throw ReplicaError.notFound("the assistant has answered nothing in this ticket that could be judged")
        }
        try writing.write("Judged an answer in", .judge(answer.id, isRight: verdict == .right))
    }
}
