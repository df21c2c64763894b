import Foundation
import Replica
import Subprocess

/// Lets a person write in the editor of their choice.
enum Editor {
    /// Opens `text` in `$VISUAL`, else `$EDITOR`, else vi, and gives back what was saved.
    ///
    /// The editor has this program's terminal until it ends.
    ///
    /// - Throws: `ReplicaError.invalidInput` when the editor cannot be started or ends with a failure.
    static func edit(_ text: String) async throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first { !$0.isEmpty } ?? "vi"
        let folder = FileManager.default.temporaryDirectory.appending(path: "conv-agent-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "message.md")
        try Data(text.utf8).write(to: file)
        guard try await run("exec \(editor) \"$1\"", file.path) else {
            throw ReplicaError.invalidInput("the editor ended with a failure; nothing was written")
        }
        guard let edited = String(data: try Data(contentsOf: file), encoding: .utf8) else {
            throw ReplicaError.invalidInput("the editor saved something that is not UTF-8; nothing was written")
        }
        return edited
    }

    /// Runs a shell command in the foreground of this terminal; gives whether it succeeded.
    private static func run(_ command: String, _ argument: String) async throws -> Bool {
        do {
            let result = try await Subprocess.run(
                .name("sh"), arguments: ["-c", command, "sh", argument], input: .currentStandardInput,
                output: .currentStandardOutput, error: .currentStandardError
            )
            return result.terminationStatus.isSuccess
        } catch is SubprocessError {
            throw ReplicaError.invalidInput("the editor cannot be started; set $EDITOR, or give the words")
        }
    }
}
