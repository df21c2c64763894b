import Assistant
import Hub

/// What the assistant wants to write in a ticket, made of one run.
struct AssistantPlan {
    let request: AssistantRequest
    let trace: Trace
    /// The titles of what the trace refers to.
    let titles: [String: String]
    /// Why the run failed; nil when it did not.
    let failure: FallbackReason?
    let isWithinBudget: Bool

    /// Runs on a request.
    ///
    /// - Parameter isLate: Whether the turn has waited so long that people get it.
    init(
        _ request: AssistantRequest, _ settings: AssistantSettings, library: AssistantLibrary,
        isWithinBudget: Bool, isLate: Bool, at now: Instant, randomness: any RandomNumberGenerator
    ) throws {
        self.request = request
        self.isWithinBudget = isWithinBudget
        var randomness = randomness
        let run = Identifier(at: now, using: &randomness)
        let policy = settings.policy(of: request, isWithinBudget: isWithinBudget)
        do {
            let stack = try library.stack(at: now)
            var trace = AssistantRun.trace(run: run, request, stack: stack, policy: policy) { library.view(stack, $0) }
            if isLate, trace.decision.isSaying { trace.decision = .handOff(Event.HandOff(reason: .timeout)) }
            self.trace = trace
            failure = nil
        } catch let error as AssistantError {
            // Rules that nobody can read are not passed over: people take the ticket until they are mended.
            library.report(error)
            let isOpen = policy.isOn && policy.isChannelOn && policy.isInRollout && request.isInReach
            let decision: Decision =
                isOpen && request.lease == .assistant
                ? .handOff(Event.HandOff(reason: .toolFailure)) : .silent(.channelOff)
            trace = Trace(run: run, request, policy: policy, decision: decision)
            failure = .toolFailure
        }
        titles = library.titles
    }

    /// Why the episode is not the assistant's, to be recorded; nil when it is, or when nothing is recorded of it.
    var reasonOff: String? {
        guard request.assistance == nil, case .silent(let gate) = trace.decision else { return nil }
        return switch gate {
        case .channelOff: "channel_ai_off"
        case .holdout: "rollout_holdout"
        default: nil
        }
    }

    /// Whether there is anything to write.
    var hasSomethingToWrite: Bool { trace.decision.kind != nil || reasonOff != nil }
}

extension Decision {
    /// Whether it says something about the matter, and does not hand over.
    fileprivate var isSaying: Bool {
        switch self {
        case .answer, .offer, .clarify: true
        case .silent, .handOff: false
        }
    }
}
