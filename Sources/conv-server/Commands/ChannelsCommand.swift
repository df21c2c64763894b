public import ArgumentParser
import Channels
public import Hub
import SyncServer

/// `conv-server channels`
struct ChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels", abstract: "Custom channels: signed webhooks both ways.",
        discussion: "docs/custom-channels.md tells whoever writes the other side what is sent and what is taken.",
        subcommands: [Add.self, List.self, Rotate.self, Remove.self, Held.self]
    )

    /// A channel in text.
    private static func text(_ channel: ChannelOperations.Report) -> String {
        var lines = ["\(channel.name): \(channel.url)", "  takes webhooks at \(channel.endpoint)"]
        if channel.secretCount > 1 {
            lines.append("  two secrets are in force; end it with `channels rotate --finish`")
        }
        if channel.capabilities == nil { lines.append("  has no record of what it can do; add it again") }
        if channel.queued + channel.failed + channel.waiting > 0 {
            lines.append("  \(channel.queued) to send, \(channel.failed) failed, \(channel.waiting) out of order")
        }
        if let secret = channel.secret { lines.append("  secret, shown this once: \(secret)") }
        return lines.joined(separator: "\n")
    }

    /// A folder and one of its channels.
    struct Subject: ParsableArguments {
        @Argument(help: "The workspace's folder.", completion: .directory)
        var folder: String
        @Argument(help: "The channel's name.")
        var name: String

        var operations: ChannelOperations {
            get throws { try ChannelOperations(WorkspaceFolder(opening: folder)) }
        }
    }

    /// `conv-server channels add DIR NAME --url …`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a channel and print its secret, or change one that is there."
        )

        @OptionGroup var subject: Subject
        @Option(help: "Where messages are posted: https://HOST/PATH.")
        var url: String
        @Flag(help: "The address may be this machine or a private network, and http.")
        var allowLocal = false
        @Flag(help: "The channel cannot change what was sent.")
        var noEdit = false
        @Flag(help: "The channel cannot take a message away.")
        var noDelete = false
        @Flag(help: "The channel shows reactions.")
        var reactions = false
        @Flag(help: "The channel shows that somebody writes.")
        var typing = false
        @Flag(help: "The channel shows a message twice that it is sent twice.")
        var noDeduplication = false
        @Option(help: "The longest message, in characters.")
        var maxLength: Int64?
        @Option(help: "The largest file, in bytes; 0 for none.")
        var maxFileBytes: Int64 = 0
        @Option(help: "plain or markdown.")
        var format = ChannelCapabilities.Format.markdown
        @OptionGroup var output: OutputOptions
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            try await Output.run(output) {
                let capabilities = ChannelCapabilities(
                    edit: !noEdit, delete: !noDelete, react: reactions, typing: typing, fileByteCountMax: maxFileBytes,
                    scalarCountMax: maxLength, format: format, deduplicates: !noDeduplication
                )
                let report = try subject.operations.add(
                    subject.name, url: url, allowsLocal: allowLocal, capabilities: capabilities, at: try clock.instant
                )
                try output.print(report) { ChannelsCommand.text(report) }
            }
        }
    }

    /// `conv-server channels list DIR`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the custom channels.")

        @Argument(help: "The workspace's folder.", completion: .directory)
        var folder: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await Output.run(output) {
                let channels = try ChannelOperations(WorkspaceFolder(opening: folder)).list()
                try output.print(ChannelList(channels: channels)) {
                    channels.isEmpty
                        ? "There are no custom channels." : channels.map(ChannelsCommand.text).joined(separator: "\n")
                }
            }
        }
    }

    /// `conv-server channels rotate DIR NAME`
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Make a new secret; the one before stays in force until --finish."
        )

        @OptionGroup var subject: Subject
        @Flag(help: "Drop the secret before, once the other side has the new one.")
        var finish = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await Output.run(output) {
                let report = try subject.operations.rotate(subject.name, finishes: finish)
                try output.print(report) { ChannelsCommand.text(report) }
            }
        }
    }

    /// `conv-server channels remove DIR NAME`
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Remove a channel; its tickets stay."
        )

        @OptionGroup var subject: Subject
        @OptionGroup var output: OutputOptions
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            try await Output.run(output) {
                let report = try subject.operations.remove(subject.name, at: try clock.instant)
                try output.print(report) { "Removed \(report.name)." }
            }
        }
    }
}

extension ChannelsCommand {
    /// `conv-server channels held DIR`
    struct Held: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "held", abstract: "List suspected spam that is kept out of the log; let it in, or forget it."
        )

        @Argument(help: "The workspace's folder.", completion: .directory)
        var folder: String
        @Option(help: "Let the message of this number in; may be given several times.")
        var release: [Int64] = []
        @Option(help: "Forget the message of this number; may be given several times.")
        var discard: [Int64] = []
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await Output.run(output) {
                let operations = try ChannelOperations(WorkspaceFolder(opening: folder))
                for id in release { try operations.decide(id, isReleased: true) }
                for id in discard { try operations.decide(id, isReleased: false) }
                let held = try operations.held()
                try output.print(HeldList(held: held)) {
                    held.isEmpty
                        ? "Nothing is held."
                        : held.map { message in
                            let state = message.released ? "is let in" : message.reason
                            return "\(message.id)  \(message.channel)  \(state)\n  \(Plain.line(message.text))"
                        }.joined(separator: "\n")
                }
            }
        }
    }
}

/// What `conv-server channels held --json` prints.
struct HeldList: Encodable {
    let held: [ChannelOperations.Held]
}

/// What `conv-server channels list --json` prints.
struct ChannelList: Encodable {
    let channels: [ChannelOperations.Report]
}

extension ChannelCapabilities.Format: ExpressibleByArgument {}
