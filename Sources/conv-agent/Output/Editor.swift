import Foundation
import Glibc
import Replica

/// Lets a person write in the editor of their choice.
enum Editor {
    /// Opens `text` in `$VISUAL`, else `$EDITOR`, else vi, and gives back what was saved.
    ///
    /// - Throws: `ReplicaError.invalidInput` when the editor cannot be started or ends with a failure.
    static func edit(_ text: String) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first { !$0.isEmpty } ?? "vi"
        let folder = FileManager.default.temporaryDirectory.appending(path: "conv-agent-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "message.md")
        try Data(text.utf8).write(to: file)
        guard try run("exec \(editor) \"$1\"", file.path) == 0 else {
            throw ReplicaError.invalidInput("the editor ended with a failure; nothing was written")
        }
        guard let edited = String(data: try Data(contentsOf: file), encoding: .utf8) else {
            throw ReplicaError.invalidInput("the editor saved something that is not UTF-8; nothing was written")
        }
        return edited
    }

    /// Runs a shell command in the foreground of this terminal, which Foundation's `Process` would take away from it.
    private static func run(_ command: String, _ argument: String) throws -> Int32 {
        var words: [UnsafeMutablePointer<CChar>?] = []
        for word in ["sh", "-c", command, "sh", argument] { words.append(strdup(word)) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", nil, nil, &words, environ) == 0 else {
            throw ReplicaError.invalidInput("the editor cannot be started; set $EDITOR, or give the words")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
