import ArgumentParser
import CRDT
import Foundation
import Hub
import Replica
import Scenes

/// `conv-agent files`: the files of a ticket, and single ones of them fetched.
struct FilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "List the files of a ticket, or save one of them.",
        discussion: """
            What you attached yourself is on this machine; everything else is fetched from the server when it is asked \
            for.
            """
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "The number of the file to save, as the list shows it.")
    var number: Int?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where to save it: a file, a folder, or - for standard output; the file's own name in this folder when "
                + "not given.", valueName: "path"),
        completion: .file())
    var output: String?

    @Flag(help: "Replace a file that is there.")
    var force = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let number: Int
            let name: String
            let byteCount: Int64
            let mediaType: String
            let message: String
            let here: Bool
        }

        let ticket: String
        let name: String
        let files: [Entry]
        let saved: String?
    }

    func validate() throws {
        guard output == nil || number != nil else { throw ValidationError("--output needs the number of a file") }
        guard !(output == "-" && common.isJSON) else {
            throw ValidationError("standard output takes the file or JSON, not both")
        }
    }

    func run() async throws {
        let store = try common.open()
        let detail = try store.ticket(ticket, at: .now)
        let files = detail.lines.flatMap { line in line.message.attachments.map { (file: $0, line: line) } }
        guard let number else { return try report(files, of: detail, saved: nil) }
        guard files.indices.contains(number - 1) else {
            throw ReplicaError.notFound("the ticket has no file \(number); without a number its files are listed")
        }
        let file = files[number - 1].file
        let place = try Self.place(of: file, output)
        // What cannot be saved is not fetched.
        if let place, !force, FileManager.default.fileExists(atPath: place) {
            throw ReplicaError.invalidInput("\(place) is there already; choose another name, or --force")
        }
        let root = detail.ticket.id
        let bytes: [UInt8]
        if let here = AttachedFiles(common.folder).bytes(of: file, in: root) {
            bytes = here
        } else {
            bytes = try await common.folder.downloads(of: store).bytes(of: file, in: root)
        }
        guard let place else { return FileHandle.standardOutput.write(Data(bytes)) }
        try PrivateFile.write(bytes, to: place)
        try report(files, of: detail, saved: place)
    }

    /// The path that a file is saved at; nil: standard output.
    private static func place(of file: AttachmentReference, _ output: String?) throws -> String? {
        if output == "-" { return nil }
        var isFolder: ObjCBool = false
        let output = output ?? "."
        guard FileManager.default.fileExists(atPath: output, isDirectory: &isFolder), isFolder.boolValue else {
            return output
        }
        // The name is its sender's choice, and goes nowhere but into the folder.
        let name = Plain.line(file.name).replacing("/", with: "_")
        guard !name.isEmpty, !name.hasPrefix(".") else {
            throw ReplicaError.invalidInput("the file has a hidden name or none; give one with --output")
        }
        return output == "." ? name : "\(output)/\(name)"
    }

    private func report(
        _ files: [(file: AttachmentReference, line: TicketDetail.Line)], of detail: TicketDetail, saved: String?
    ) throws {
        let kept = AttachedFiles(common.folder)
        let root = detail.ticket.id
        if common.isJSON {
            let entries = files.enumerated().map { index, entry in
                Report.Entry(
                    number: index + 1, name: entry.file.name, byteCount: entry.file.byteCount,
                    mediaType: entry.file.mediaType, message: entry.line.message.id.description,
                    here: kept.holds(entry.file, of: root))
            }
            return try Output.json(
                Report(
                    ticket: root.description, name: detail.summary.shownName, files: entries, saved: saved))
        }
        if let saved { return Output.line("Saved \(Plain.line(saved)).") }
        guard !files.isEmpty else { return Output.line("\(detail.summary.shownName) has no files.") }
        for (index, entry) in files.enumerated() {
            let author = entry.line.authorName ?? entry.line.message.author?.kind.rawValue ?? "somebody"
            let place = kept.holds(entry.file, of: root) ? ", on this machine" : ""
            Output.line(
                Plain.line("\(index + 1)  \(entry.file.shown), \(author), \(entry.line.sent.shown)\(place)"))
        }
    }
}
