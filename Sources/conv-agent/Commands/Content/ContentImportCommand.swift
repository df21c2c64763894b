import ArgumentParser
import Foundation
import Hub
import Replica

/// `conv-agent content import`.
struct ContentImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in articles and guidance from Markdown files.",
        discussion: """
            Each file begins with a head between two lines of `---`: `id:` (stays the same for ever), `title:`, and as \
            wanted `state:` (draft, in_review, published, archived), `audience:`, `switch:` (on or off), `language:`, \
            `kind: snippet` and `requires_verified: true`. A pack of guidance has `name:` in place of the title. What was \
            imported before is left as the team has made it. What you may not publish waits for a review.
            """
    )

    @Argument(help: "Files and folders.", completion: .file(extensions: ["md"]))
    var paths: [String]

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Count: Encodable {
            let new: Int
            let known: Int
        }

        struct Skipped: Encodable {
            let file: String
            let reason: String
            let explanation: String
        }

        let articles: Count
        let guidance: Count
        let awaitingReview: Int
        let skipped: [Skipped]
        let unsent: Int
        let parked: Int

        init(_ report: ContentImport.Report, _ unsent: ReplicaStore.UnsentSummary) {
            articles = Count(new: report.articles.new, known: report.articles.known)
            guidance = Count(new: report.guidance.new, known: report.guidance.known)
            awaitingReview = report.awaitingReview
            skipped = report.skipped.map { Skipped(file: $0.file, reason: $0.reason, explanation: $0.explanation) }
            self.unsent = unsent.pendingCount
            parked = unsent.parkedCount
        }
    }

    func run() throws {
        let store = try common.open()
        let files = try MarkdownFiles.files(at: paths)
        guard !files.isEmpty else {
            throw ReplicaError.notFound("there is no Markdown file (.md) at this place; give a folder that has some")
        }
        let report = try ContentImport(store, at: .now).run(files) { done, count in
            Terminal.showProgress(ProgressBar.line("Files", done: done, of: count))
        }
        Terminal.showProgress("")
        let unsent = try store.unsentSummary()
        if common.isJSON { return try Output.json(Report(report, unsent)) }
        Output.line("Articles  \(report.articles.new) new, \(report.articles.known) known")
        Output.line("Guidance  \(report.guidance.new) new, \(report.guidance.known) known")
        if report.awaitingReview > 0 {
            Output.line("\(report.awaitingReview) of them wait for a review before customers see them.")
        }
        for file in report.skipped {
            Output.line("Skipped \(Plain.line(file.file)): \(file.explanation)")
        }
        Output.line(Unsent.sentence(unsent))
    }
}

/// Finds Markdown files.
enum MarkdownFiles {
    /// The files themselves, and those below folders, by name; hidden ones are left alone.
    ///
    /// - Throws: `ReplicaError.notFound` when a path does not exist.
    static func files(at paths: [String]) throws -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ReplicaError.notFound("there is no file or folder \(Plain.line(path)); check the path")
            }
            guard isFolder.boolValue else {
                files.append(path)
                continue
            }
            let below = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
            let visible = below.filter { name in
                name.hasSuffix(".md") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
            }
            files += visible.sorted().map { "\(path)/\($0)" }
        }
        return files
    }
}
