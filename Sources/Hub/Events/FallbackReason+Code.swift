extension FallbackReason {
    private static let plain: [(FallbackReason, String)] = [
        (.customerRequest, "customer_request"), (.missingKnowledge, "missing_knowledge"),
        (.lowConfidence, "low_confidence"), (.conflictingSources, "conflicting_sources"),
        (.sensitiveTopic, "sensitive_topic"), (.frustration, "frustration"),
        (.unverifiedIdentity, "unverified_identity"), (.unsupportedRequest, "unsupported_request"),
        (.unsupportedLanguage, "unsupported_language"), (.audienceExcluded, "audience_excluded"),
        (.toolFailure, "tool_failure"), (.modelUnavailable, "model_unavailable"), (.timeout, "timeout"),
        (.maximumTurns, "max_turns"), (.loopDetected, "loop_detected"),
        (.injectionSuspected, "injection_suspected"), (.budgetLimit, "budget_limit"),
        (.humanTakeover, "human_takeover"),
    ]

    /// The codes of the reasons that name no rule.
    public static var plainCodes: [String] { plain.map(\.1) }

    /// The reason as it is stored, filtered by and exported: `customer_request`, `policy_rule(<id>)`, …
    public var code: String {
        if case .policyRule(let rule) = self { return "policy_rule(\(rule))" }
        guard let pair = Self.plain.first(where: { $0.0 == self }) else {
            preconditionFailure("every plain reason has a code")
        }
        return pair.1
    }

    /// Reads a code; nil when it names no reason.
    public init?(code: String) {
        if code.hasPrefix("policy_rule("), code.hasSuffix(")") {
            self = .policyRule(String(code.dropFirst("policy_rule(".count).dropLast()))
        } else if let pair = Self.plain.first(where: { $0.1 == code }) {
            self = pair.0
        } else {
            return nil
        }
    }
}

extension FallbackReason: Codable {
    /// Reads a code.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let reason = FallbackReason(code: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown fallback reason")
        }
        self = reason
    }

    /// Writes the code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
