import Foundation
import TestSupport
import Testing

// A process inherits what its siblings have open, so that one at a time starts processes.
@Suite("conv-server as its operator meets it", .serialized)
struct ServerCommandTests {
    private func server(_ arguments: String...) throws -> Programs.Result {
        try Programs.run("conv-server", arguments)
    }

    @Test func `init and run print JSON of the shape that their schemas give`() throws {
        let workplace = try Workplace()
        #expect(try SchemaFile("commands/server-init.json").findings(try #require(workplace.made.json)).isEmpty)
        #expect(try SchemaFile("commands/server-run.json").findings(try #require(workplace.served)).isEmpty)
    }

    @Test func `an invite names where the server listens, and says that this is for one machine only`() throws {
        let workplace = try Workplace()
        let port = try #require((workplace.served as? [String: Any])?["port"] as? Int)
        let invite = try server("invite", workplace.ws)
        #expect(invite.output.hasPrefix("http://127.0.0.1:\(port)/join/"))
        #expect(invite.error.contains("this machine only"))
        #expect(try server("invite", workplace.ws, "--json")["local"] as? Bool == true)
    }

    @Test func `an address that was given once is what invites name, wherever the server listens`() throws {
        let workplace = try Workplace()
        workplace.stop()
        try workplace.serve("--address", "https://support.example.com/")
        workplace.stop()
        try workplace.serve()
        let invite = try server("invite", workplace.ws)
        #expect(invite.output.hasPrefix("https://support.example.com/join/"))
        #expect(invite.error.isEmpty)
        #expect((workplace.served as? [String: Any])?["address"] as? String == "https://support.example.com")
    }

    @Test func `members' control characters never reach the operator's terminal`() throws {
        let workplace = try Workplace()
        try workplace.join("Bad \u{1B}[31m \u{9B}2J", as: "agent", in: "noor")
        for arguments in [["status", workplace.ws], ["status", workplace.ws, "--json"]] {
            let output = try Programs.run("conv-server", arguments).output
            #expect(output.contains("Bad "))
            #expect(!output.unicodeScalars.contains { $0.value == 0x1B || (0x7F...0x9F).contains($0.value) })
        }
    }

    @Test func `operators' scripts tell failures apart by the code`() throws {
        let workplace = try Workplace()
        #expect(try server("frobnicate").status == 2)
        #expect(try server("invite", workplace.ws, "--role", "king").status == 2)
        #expect(try server("invite", workplace.ws, "--expires", "soon").status == 2)
        #expect(try server("status", "\(workplace.folder)/nothing").status == 1)
        let export = try server("export", workplace.ws, "/proc/nothing")
        #expect(export.status == 1)
        #expect(export.error.contains("/proc/nothing"))
    }

    @Test func `nobody is invited to a server that was never served and has no address`() throws {
        let folder = NSTemporaryDirectory() + "conv-server-tests-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try server("init", folder).status == 0)
        let invite = try server("invite", folder)
        #expect(invite.status == 1)
        #expect(invite.output.isEmpty)
        #expect(invite.error.contains("conv-server run"))
        #expect(try server("run", folder, "--address", "support.example.com").error.contains("https://HOST:PORT"))
    }
}
