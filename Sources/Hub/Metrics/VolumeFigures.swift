/// How many episodes came in through each channel.
public struct VolumeFigures: Hashable, Sendable {
    /// What a visible switch leaves out.
    public struct Exclusions: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Takes the bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Tickets that are marked as spam.
        public static let spam = Exclusions(rawValue: 1)
        /// Episodes in which no person wrote any of the customer's messages.
        public static let automatic = Exclusions(rawValue: 2)
    }

    /// Episodes by the channel on which their ticket was opened; merges do not subtract.
    public private(set) var byChannel: [String: Int] = [:]
    /// What the switch left out.
    public private(set) var excluded = 0

    /// The sum of the channels.
    public var total: Int { byChannel.values.reduce(0, +) }

    /// Counts episodes without what `exclusions` name.
    public init(_ episodes: some Sequence<Episode>, excluding exclusions: Exclusions = [.spam, .automatic]) {
        for episode in episodes {
            if exclusions.contains(.spam) && episode.isSpam || exclusions.contains(.automatic) && episode.isAutomatic {
                excluded += 1
            } else {
                byChannel[episode.channel, default: 0] += 1
            }
        }
    }
}
