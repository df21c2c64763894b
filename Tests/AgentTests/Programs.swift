import Foundation

/// Runs the programs that were built beside these tests.
enum Programs {
    /// What a program left behind.
    struct Result {
        let status: Int32
        let output: String
        let error: String

        /// The output as a JSON value.
        var json: Any? { try? JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed) }
        /// A member of the output, which is a JSON object.
        subscript(key: String) -> Any? { (json as? [String: Any])?[key] }
    }

    /// The folder with the programs: `CONV_PROGRAMS`, else where the tests themselves were built.
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["CONV_PROGRAMS"] { return URL(filePath: path) }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: own).deletingLastPathComponent()
    }()

    /// The process of a program with arguments; not started.
    static func process(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = folder.appending(path: program)
        process.arguments = arguments
        process.environment = ["HOME": NSTemporaryDirectory(), "TZ": "UTC", "PATH": "/usr/bin:/bin", "EDITOR": "true"]
        return process
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String], input: String? = nil) throws -> Result {
        let process = process(program, arguments)
        let (output, error) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, error)
        let source = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : source
        try process.run()
        if let input {
            try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try source.fileHandleForWriting.close()
        }
        // What goes to standard error is short and fits its pipe, so reading one after the other never blocks.
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: text, error: complaint)
    }
}
