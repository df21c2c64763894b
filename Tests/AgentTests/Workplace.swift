import CRDT
import Foundation
import Glibc
import Hub
import Replica
import SyncProtocol
import Testing

/// A server and the folders of its teammates, in a temporary folder of their own.
final class Workplace {
    /// The folder that goes when the workplace does.
    let folder: String
    /// Where the server listens.
    let address: String
    private let port: UInt16
    private var server: Process?

    /// Makes a workspace and serves it.
    init() throws {
        folder = NSTemporaryDirectory() + "conv-agent-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        address = "http://127.0.0.1:\(port)"
        try #require(try Programs.run("conv-server", ["init", ws, "--name", "Shop", "--address", address]).status == 0)
        try serve()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The workspace's folder.
    var ws: String { folder + "/ws" }
    /// The process of the server, while it runs.
    var serverProcess: Int32? { server?.processIdentifier }

    /// Starts the server and waits until it says that it serves.
    func serve() throws {
        let process = Programs.process("conv-server", ["run", ws, "--listen", "127.0.0.1:\(port)"])
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        server = process
        try #require(!output.fileHandleForReading.availableData.isEmpty)
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
    func join(_ name: String, as role: String) throws -> Programs.Result {
        let result = try agent(name, "join", try invite(role), "--name", name, "--json")
        try #require(result.status == 0, "\(result.error)")
        return result
    }

    /// The replica of a teammate.
    func replica(of name: String) throws -> ReplicaStore { try ReplicaFolder(path: "\(folder)/\(name)").open() }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
            }
        }
        try #require(status == 0)
        return UInt16(bigEndian: address.sin_port)
    }
}
