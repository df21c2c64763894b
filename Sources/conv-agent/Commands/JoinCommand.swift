import ArgumentParser
import Foundation
import Hub
import Replica
import SyncProtocol

/// `conv-agent join`: uses an invite link and fetches everything that its owner may see.
struct JoinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Join a workspace with an invite link and fetch its conversations."
    )

    @Argument(help: "The link that an administrator gave you, with everything behind its #.")
    var link: String

    @Option(help: "The name that your team reads; your login name when not given.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "The folder of your replica on this machine, or a copy of its device.json: for another device of yours.",
            valueName: "path"
        )
    )
    var identity: String?

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let workspace: String
        let user: String
        let device: String
        let folder: String
        let received: Int
        let caughtUp: Bool
    }

    func run() async throws {
        guard let link = InviteLink(link) else {
            throw ReplicaError.invalidInput(
                "that is no invite link; copy it whole, in quotation marks, with everything behind the #"
            )
        }
        let name = name ?? NSUserName()
        guard name.contains(where: { !$0.isWhitespace }) else {
            throw ReplicaError.invalidInput("your team needs a name to call you by; give one with --name")
        }
        let folder = common.folder
        try folder.makeFolder()
        let lock = try SyncLock(folder)
        defer { withExtendedLifetime(lock) {} }
        var generator = SystemRandomNumberGenerator()
        let enrolment = try folder.enrolment(link, name: name, identity: try identityKey(), using: &generator)
        let transport = HTTPTransport(server: link.server, workspace: link.workspace)
        let device = try enrolment.device(from: try await answer(to: enrolment.request, over: transport))
        let store = try folder.create(device)
        var session = try SyncSession(store, key: try device.deviceKey(), transport: transport, now: { .now })
        var isCaughtUp = true
        var received = 0
        do {
            received = try await session.catchUp(SyncProgress.show).receivedCount
        } catch let error as TransportError {
            // The device is enrolled; the rest can come later.
            isCaughtUp = false
            SyncProgress.end()
            Terminal.printError("conv-agent: joined, but \(error); run `conv-agent sync` to fetch the rest")
        }
        SyncProgress.end()
        if common.isJSON {
            return try Output.json(
                Report(
                    workspace: device.workspace.description, user: device.user.description, device: device.actor,
                    folder: folder.path, received: received, caughtUp: isCaughtUp
                )
            )
        }
        Output.line("Joined. \(received) changes are on this machine, in \(Plain.line(folder.path)).")
        Output.line("Try `conv-agent tickets`, and `conv-agent sync` whenever there is a network.")
    }

    /// Asks once more where the network failed: the same request is answered alike however often it comes.
    private func answer(to request: Request, over transport: HTTPTransport) async throws -> Response {
        do {
            return try await transport.exchange(request, token: nil)
        } catch is TransportError {
            do {
                return try await transport.exchange(request, token: nil)
            } catch let error as TransportError {
                throw TransportError("\(error); then run the same command again, for the invite is still yours")
            }
        }
    }

    private func identityKey() throws -> SigningKey? {
        guard let identity else { return nil }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: identity, isDirectory: &isFolder)
        guard exists else { throw ReplicaError.notFound("nothing is at the path given with --identity; check it") }
        return try DeviceFile(path: isFolder.boolValue ? "\(identity)/device.json" : identity).identityKey()
    }
}
