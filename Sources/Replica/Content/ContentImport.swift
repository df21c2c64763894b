import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// Imports Markdown files with articles and guidance, each once: what was imported before stays as the team has made it.
public struct ContentImport {
    /// What an import did.
    public struct Report: Hashable, Sendable {
        /// How many of one kind were new, and how many were there before.
        public struct Count: Hashable, Sendable {
            /// Written by this import.
            public internal(set) var new = 0
            /// There before, and left as they were.
            public internal(set) var known = 0
        }

        /// A file that was left out.
        public struct Skipped: Hashable, Sendable {
            /// Path of the file.
            public let file: String
            /// The reason as a code.
            public let reason: String
            /// The reason as a sentence.
            public let explanation: String
        }

        /// Articles and snippets.
        public internal(set) var articles = Count()
        /// Guidance packs.
        public internal(set) var guidance = Count()
        /// New articles that wait for a review, because whoever imports may not publish.
        public internal(set) var awaitingReview = 0
        /// Files that were left out, with their reasons.
        public internal(set) var skipped: [Skipped] = []

        mutating func skip(_ file: String, _ reason: String, _ explanation: String) {
            skipped.append(Skipped(file: file, reason: reason, explanation: explanation))
        }
    }

    private let store: ReplicaStore
    private let naming: KeyedNaming
    private let approver: Identifier?
    private let mayGuide: Bool
    private let now: Instant

    /// Files above this size need not be read: one change holds an article's text, and no more than this.
    private static let byteCountMax = Limits().writtenByteCountMax

    /// Prepares an import in the name of a replica's user, with the rights that the directory gives them.
    public init(_ store: ReplicaStore, at now: Instant) throws {
        self.store = store
        self.now = now
        naming = .content(of: store.member.workspace)
        let directory = try store.directory()
        let principal = directory.principal(of: store.member.actor)
        let imports = principal?.special.contains(.import) ?? false
        let isAdministrative = principal?.role.isAdministrative ?? false
        let needsApproval = try store.settings(.content).settings["content.needs_approval"] != .bool(false)
        approver = imports || (isAdministrative && !needsApproval) ? store.member.user : nil
        mayGuide = imports || isAdministrative
    }

    /// Writes the files that are new, each in a transaction of its own: an import that was broken off is taken up by
    /// running it again.
    ///
    /// - Parameter progress: Told after each file how many of how many are done.
    /// - Throws: Only what the database throws; what is wrong with a file stands in the report.
    public func run(_ paths: [String], progress: (Int, Int) -> Void = { _, _ in }) throws -> Report {
        var report = Report()
        for (index, path) in paths.enumerated() {
            if let file = read(path, &report) { try take(file, path, &report) }
            progress(index + 1, paths.count)
        }
        return report
    }

    private func read(_ path: String, _ report: inout Report) -> ContentFile? {
        guard let data = FileManager.default.contents(atPath: path) else {
            report.skip(path, "unreadable_file", "The file cannot be read: check that it exists and may be read.")
            return nil
        }
        guard data.count <= Self.byteCountMax else {
            report.skip(path, "too_large", Self.tooLarge)
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            report.skip(path, "invalid_utf8", "The file is not UTF-8: save it as UTF-8.")
            return nil
        }
        guard let file = ContentFile(text) else {
            report.skip(path, "unknown_format", "The file has no head between two lines of `---`.")
            return nil
        }
        return file
    }

    private func take(_ file: ContentFile, _ path: String, _ report: inout Report) throws {
        let id = file.head["id"] ?? ""
        guard !id.isEmpty else {
            return report.skip(
                path, "missing_field", "The head has no id: add `id:`, which stays the same for ever.")
        }
        let isPack = file.head["name"] != nil && file.head["title"] == nil
        let root = naming.identifier(isPack ? "guidance" : "article", id)
        let isKnown = try !store.known(of: [root]).isEmpty
        if isPack {
            try write(GuidanceImport(file: file, root: root, naming: naming), path, isKnown, &report)
        } else {
            let article = ArticleImport(file: file, root: root, naming: naming, approver: approver)
            try write(article, path, isKnown, &report)
        }
    }

    private func write(_ article: ArticleImport, _ path: String, _ isKnown: Bool, _ report: inout Report) throws {
        if let problem = article.problem { return report.skip(path, "malformed", problem) }
        if isKnown { return report.articles.known += 1 }
        guard try write(path, &report, { try article.write(&$0) }) else { return }
        report.articles.new += 1
        if article.awaitsApproval { report.awaitingReview += 1 }
    }

    private func write(_ pack: GuidanceImport, _ path: String, _ isKnown: Bool, _ report: inout Report) throws {
        if let problem = pack.problem { return report.skip(path, "malformed", problem) }
        if isKnown { return report.guidance.known += 1 }
        guard mayGuide else {
            return report.skip(path, "role_forbids", "Only administrators write guidance: ask one to import the file.")
        }
        guard try write(path, &report, { try pack.write(&$0) }) else { return }
        report.guidance.new += 1
    }

    /// Writes what a file says, all of it or nothing. Returns false when it does not go into one change; only the change
    /// that is made of a file knows how much larger than the file it is.
    private func write(
        _ path: String, _ report: inout Report, _ body: (inout ChangeWriter) throws -> Void
    ) throws -> Bool {
        do {
            try store.write(at: now, isAction: false, body)
            return true
        } catch ReplicaError.tooLarge {
            report.skip(path, "too_large", Self.tooLarge)
            return false
        }
    }

    private static let tooLarge = """
        The file is too large: an article or a pack of guidance holds at most \(byteCountMax) bytes (just under 4 MiB), \
        title and rules included. Split it into several files, each with an id of its own.
        """
}

extension ReplicaStore {
    /// The roots of `roots` that the replica knows, refused ones included.
    package func known(of roots: [Identifier]) throws -> Set<Identifier> {
        try database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM change WHERE root = ? LIMIT 1")
            return Set(try roots.filter { try Int.fetchOne(statement, arguments: [$0.data]) != nil })
        }
    }
}
