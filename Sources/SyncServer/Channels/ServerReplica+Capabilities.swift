import Channels
import Hub
import Replica
import SyncProtocol

extension ServerReplica {
    /// Writes what a channel can do into the settings, where every composer reads it; nil takes the record away.
    func record(_ capabilities: ChannelCapabilities?, ofChannel name: String, at now: Instant) throws {
        try catchUp(now: { now })
        try store.write(at: now) { writer in
            let section = SettingsSection.channels.document
            if try writer.scope(of: section) == nil { try writer.place(section, in: .workspace) }
            try writer.edit(.settings, section, root: section) { transaction in
                try ChannelCapabilities.record(capabilities, of: name, in: &transaction)
            }
        }
        try catchUp(now: { now })
    }

    /// Brings the record of a channel that is part of the server up to date; a log that serves nobody yet is left alone.
    func keepRecord(of adapter: some ChannelAdapter, at now: Instant) throws {
        func isRecorded() throws -> Bool {
            let settings = try store.settings(.channels).settings
            return ChannelCapabilities(of: adapter.channel, in: settings) == adapter.capabilities
        }
        guard try log.read({ try $0.state }) == "open", try !isRecorded() else { return }
        // The replica may only be behind its log.
        try catchUp(now: { now })
        if try !isRecorded() { try record(adapter.capabilities, ofChannel: adapter.channel, at: now) }
    }
}
