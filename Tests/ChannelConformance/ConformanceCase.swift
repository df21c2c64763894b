/// One rule that every channel keeps.
package struct ConformanceCase: Sendable, CustomStringConvertible {
    /// The rule as a sentence.
    package let description: String
    private let needs: Set<ChannelFeature>
    private let body: @Sendable (ConformanceRun) async throws -> Void

    init(
        _ description: String, needs: Set<ChannelFeature> = [],
        _ body: @escaping @Sendable (ConformanceRun) async throws -> Void
    ) {
        self.description = description
        self.needs = needs
        self.body = body
    }

    /// Checks a channel on a fresh workspace.
    ///
    /// - Throws: `NonConformance`; what the channel throws.
    package func check(_ channel: any ChannelUnderTest) async throws {
        guard needs.isSubset(of: channel.features) else { return }
        try await body(ConformanceRun(channel: channel, rule: description))
    }

    /// Every rule.
    package static let all: [ConformanceCase] = inbound + outbound + crashes
}
