import Foundation
import Hub
import Replica
import SyncProtocol

/// Imports files with articles and guidance, each once.
struct ContentImport {
    let replica: ServerReplica
    let naming: KeyedNaming
    let now: Instant

    /// Files above this size are no articles.
    private static let byteCountMax = 4 << 20

    /// Writes the files that are new.
    func run(_ paths: [String], _ report: inout ImportReport) throws {
        let holdings = ImportHoldings(replica.store)
        for path in paths {
            guard let file = read(path, &report) else { continue }
            let id = file.head["id"] ?? ""
            guard !id.isEmpty else {
                report.skip(path, nil, "missing_field", "The head has no id: add `id:`, which stays the same for ever.")
                continue
            }
            let isPack = file.head["name"] != nil && file.head["title"] == nil
            let root = naming.identifier(isPack ? "guidance" : "article", id)
            let isKnown = try !holdings.known(of: [root]).isEmpty
            if isPack {
                try write(GuidanceImport(file: file, root: root, naming: naming), path, isKnown, &report)
            } else {
                let user = replica.store.member.user
                try write(ArticleImport(file: file, root: root, naming: naming, user: user), path, isKnown, &report)
            }
        }
    }

    private func read(_ path: String, _ report: inout ImportReport) -> ContentFile? {
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.byteCountMax else {
            report.skip(path, nil, "unreadable_file", "The file cannot be read, or is larger than 4 MiB.")
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            report.skip(path, nil, "invalid_utf8", "The file is not UTF-8: save it as UTF-8.")
            return nil
        }
        guard let file = ContentFile(text) else {
            report.skip(path, nil, "unknown_format", "The file has no head between two lines of `---`.")
            return nil
        }
        return file
    }

    private func write(
        _ article: ArticleImport, _ path: String, _ isKnown: Bool, _ report: inout ImportReport
    ) throws {
        if let problem = article.problem { return report.skip(path, nil, "malformed", problem) }
        if isKnown { return report.articles.known += 1 }
        try replica.store.write(at: now, isAction: false) { try article.write(&$0) }
        report.articles.new += 1
    }

    private func write(
        _ pack: GuidanceImport, _ path: String, _ isKnown: Bool, _ report: inout ImportReport
    ) throws {
        if let problem = pack.problem { return report.skip(path, nil, "malformed", problem) }
        if isKnown { return report.guidance.known += 1 }
        try replica.store.write(at: now, isAction: false) { try pack.write(&$0) }
        report.guidance.new += 1
    }
}
