import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import Testing

/// A server and the folders of its teammates, in a temporary folder of their own.
final class Workplace {
    /// The folder that goes when the workplace does.
    let folder: String
    /// What `init` and `run` printed.
    private(set) var made: Programs.Result
    private(set) var served: Any?
    /// The port that the server took first and keeps.
    private var port = 0
    private var server: Process?

    /// Makes a workspace and serves it.
    init() throws {
        folder = NSTemporaryDirectory() + "conv-agent-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        made = try Programs.run("conv-server", ["init", folder + "/ws", "--name", "Shop", "--json"])
        try #require(made.status == 0)
        try serve()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The workspace's folder.
    var ws: String { folder + "/ws" }
    /// Where the server listens.
    var address: String { "http://127.0.0.1:\(port)" }
    /// The process of the server, while it runs.
    var serverProcess: Int32? { server?.processIdentifier }

    /// Starts the server, with more variables in its environment, and waits until it says that it serves.
    func serve(_ arguments: String..., environment: [String: String] = [:]) throws {
        let all = ["run", ws, "--listen", "127.0.0.1:\(port)", "--json"] + arguments
        let process = Programs.process("conv-server", all)
        process.environment?.merge(environment) { $1 }
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        server = process
        served = try JSONSerialization.jsonObject(with: output.fileHandleForReading.availableData)
        port = try #require((served as? [String: Any])?["port"] as? Int)
    }

    /// Ends the server.
    func stop() {
        server?.terminate()
        server?.waitUntilExit()
        server = nil
    }

    /// Waits for the end of a server that was killed.
    func awaitServerEnd() {
        server?.waitUntilExit()
        server = nil
    }

    /// Makes an invite link.
    func invite(_ role: String, queues: [String] = ["general"]) throws -> String {
        let arguments = ["invite", ws, "--role", role, "--json"] + queues.flatMap { ["--queue", $0] }
        return try #require(try Programs.run("conv-server", arguments)["link"] as? String)
    }

    /// Runs `conv-agent` on the replica of a teammate.
    @discardableResult
    func agent(_ name: String, _ arguments: String..., input: String? = nil) throws -> Programs.Result {
        try Programs.run("conv-agent", arguments + ["--data", "\(folder)/\(name)"], input: input)
    }

    /// Lets a teammate join.
    @discardableResult
    func join(_ name: String, as role: String, in folder: String? = nil) throws -> Programs.Result {
        let result = try agent(folder ?? name, "join", try invite(role), "--name", name, "--json")
        try #require(result.status == 0, "\(result.error)")
        return result
    }

    /// The replica of a teammate.
    func replica(of name: String) throws -> ReplicaStore { try ReplicaFolder(path: "\(folder)/\(name)").open() }
}
