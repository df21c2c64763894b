package import Hub
import Replica

extension ChannelCapabilities {
    /// What a channel takes now: its record, less what the workspace has switched off; nil for a channel without a
    /// record.
    package static func now(
        of channel: String, channels: Settings, assistant: Settings
    ) -> ChannelCapabilities? {
        guard var capabilities = ChannelCapabilities(of: channel, in: channels) else { return nil }
        let policy = ChannelPolicy(of: channel, channels: channels, assistant: assistant)
        if !policy.takesFiles { capabilities.fileByteCountMax = 0 }
        return capabilities
    }

    /// Words in the notation that the channel shows.
    private func shown(_ words: String) -> String {
        let text = RichText(markdown: words)
        return format == .plain ? text.plainText : text.markdown
    }

    /// What the channel would not take of a reply; nil when it takes it all.
    package func problem(
        withReply words: String, files: [AttachmentReference] = [], isEdit: Bool = false
    ) -> CapabilityProblem? {
        problem(with: shown(words), files: files) ?? (isEdit ? problem(withRevision: false) : nil)
    }

    /// What the channel takes, for whoever writes; nil when it sets no limit.
    package func limits(for words: String) -> String? {
        var limits: [String] = []
        if let scalarCountMax {
            limits.append("\(shown(words).unicodeScalars.count) of \(scalarCountMax) characters")
        }
        if format == .plain { limits.append("plain words, no formatting") }
        if !edit { limits.append("cannot be changed once sent") }
        return limits.isEmpty ? nil : limits.joined(separator: " · ")
    }
}

extension Model {
    /// What the channel of the reply that is being written can do; nil for notes, and where it sets no limits.
    var channel: (name: String, capabilities: ChannelCapabilities)? {
        guard let composer, composer.kind == .reply, let row = ticket?.row, row.summary.id == composer.ticket,
            let capabilities = choices.capabilities[row.summary.channel]
        else { return nil }
        return (row.summary.channel, capabilities)
    }

    /// Why the channel would not take the reply as it stands, as a sentence; nil when it would.
    var channelProblem: String? {
        guard let composer,
            let problem = channel?.capabilities.problem(
                withReply: composer.field.text.trimmed, files: composer.files)
        else { return nil }
        let words = problem.description
        return words.prefix(1).uppercased() + words.dropFirst() + "."
    }
}
