public import Hub

extension AssistantStack {
    /// What an administrator decided for a channel, as it holds for one customer at one moment.
    public struct Policy: Hashable, Sendable, Codable {
        /// What is done where the assistant is not sure enough to answer or to offer.
        public enum Fallback: String, Hashable, Sendable, Codable, CaseIterable {
            /// Hand over to people.
            case handOff = "hand_off"
            /// Ask back once, then hand over.
            case clarifyOnce = "clarify_once"
            /// Hand over, and ask how to reach the customer.
            case collectContact = "collect_contact"
            /// Offer the nearest articles once, then hand over.
            case suggestArticles = "suggest_articles"
            /// Hand over and say nothing.
            case staySilent = "stay_silent"
        }

        /// The switch for all of the assistant.
        public var isOn: Bool
        /// The channel's switch.
        public var isChannelOn: Bool
        /// Whether the rollout includes the customer.
        public var isInRollout: Bool
        /// Whether there are runs left in this hour.
        public var isWithinBudget: Bool
        /// From which probability it answers or offers.
        public var thresholds: OutcomeThresholds
        /// What it does below both.
        public var fallback: Fallback
        /// Whether the customer is told that a person takes over.
        public var isNoticeVisible: Bool
        /// After how many turns of the assistant people take over.
        public var turnCountMax: Int

        /// Assembles a policy.
        public init(
            isOn: Bool = true, isChannelOn: Bool = true, isInRollout: Bool = true, isWithinBudget: Bool = true,
            thresholds: OutcomeThresholds = OutcomeThresholds(), fallback: Fallback = .handOff,
            isNoticeVisible: Bool = true, turnCountMax: Int = 8
        ) {
            self.isOn = isOn
            self.isChannelOn = isChannelOn
            self.isInRollout = isInRollout
            self.isWithinBudget = isWithinBudget
            self.thresholds = thresholds
            self.fallback = fallback
            self.isNoticeVisible = isNoticeVisible
            self.turnCountMax = turnCountMax
        }

        /// Reads the settings of a channel; what is not set has its standard.
        ///
        /// - Parameters:
        ///   - settings: The section about the assistant.
        ///   - channels: The section about channels; nil when their switches are not asked.
        ///   - customer: The name by which the rollout deals; nil includes everybody.
        public init(_ settings: Settings, channels: Settings? = nil, channel: String, customer: String? = nil) {
            let standard = Policy()
            func setting(_ name: String) -> String { "assistant.channel.\(channel).\(name)" }
            let mayReply = channels?["channel.\(channel).ai_replies"].bool ?? true
            self.init(
                isOn: settings["assistant.on"].bool ?? standard.isOn,
                isChannelOn: (settings[setting("on")].bool ?? standard.isChannelOn) && mayReply,
                isInRollout: customer.map { Self.includes($0, settings) } ?? true,
                thresholds: OutcomeThresholds(
                    answer: settings[setting("threshold")].double ?? standard.thresholds.answer,
                    offer: settings[setting("offer_threshold")].double ?? standard.thresholds.offer),
                fallback: settings[setting("fallback")].string.flatMap(Fallback.init) ?? standard.fallback,
                isNoticeVisible: settings[setting("notice")].string != "silent",
                turnCountMax: settings[setting("turns_max")].integer.map { Int(clamping: $0) } ?? standard.turnCountMax
            )
        }

        /// How many parts the customers are dealt into.
        private static let bucketCount: UInt64 = 10_000

        /// Whether a rollout includes a customer: always the same, until the rollout has another name.
        private static func includes(_ customer: String, _ settings: Settings) -> Bool {
            let percent = settings["assistant.rollout.percent"].double ?? 100
            var hash = FieldHash()
            hash.add([settings["assistant.rollout.name"].string ?? "", customer])
            return Double(hash.value % bucketCount) < percent / 100 * Double(bucketCount)
        }
    }
}
