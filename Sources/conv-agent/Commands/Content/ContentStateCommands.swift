import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content submit`.
struct ContentSubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "submit", abstract: "Ask for a review of a draft.")

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        try ArticleAccess(article, common).write("Submitted") { try Article.submitForReview(in: &$0) }
    }
}

/// `conv-agent content approve`.
struct ContentApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve an article as it stands; its authors cannot."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let access = try ArticleAccess(article, common)
        try ArticleAccess.approve(access.id, in: access.store, at: .now)
        try access.report("Approved")
    }
}

/// `conv-agent content publish`.
struct ContentPublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Let readers see the working copy, now or at a time."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @Option(help: "When: a span such as 3h, or a time such as 2026-01-02T10:00; now when not given.")
    var at: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let instant = try at.map { try TimeText.future($0, from: .now) }
        let access = try ArticleAccess(article, common)
        let needsApproval = try access.needsApproval()
        try access.write(instant == nil ? "Published" : "Scheduled") { transaction in
            try Article.publish(at: instant, needsApproval: needsApproval, in: &transaction)
        }
    }
}

/// `conv-agent content draft`.
struct ContentDraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "Take an article back to draft; readers keep what they see."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        try ArticleAccess(article, common).write("Back to draft:") { try Article.returnToDraft(in: &$0) }
    }
}

/// `conv-agent content archive`.
struct ContentArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Withdraw an article from its readers."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        try ArticleAccess(article, common).write("Archived") { try Article.archive(in: &$0) }
    }
}
