import Assistant
import CRDT
import Hub
import Replica

/// The settings that the assistant's work depends on, as they stand at one moment.
struct AssistantSettings {
    private let assistant: RootDocuments
    private let settings: Settings
    private let channels: Settings
    let rules: MetricRules

    /// Reads them by the caller's means: of a replica, or of a transaction that is writing.
    init(_ documents: (Identifier) throws -> RootDocuments) rethrows {
        func section(_ section: SettingsSection) throws -> (RootDocuments, Settings) {
            let documents = try documents(section.document)
            return (documents, Settings(section: section, document: documents.document(section.document)))
        }
        (assistant, settings) = try section(.assistant)
        (_, channels) = try section(.channels)
        rules = MetricRules(assistant: settings, channels: channels)
    }

    init(_ store: ReplicaStore) throws { try self.init { try store.documents(of: $0) } }

    /// What holds on a channel for a customer.
    func policy(of request: AssistantRequest, isWithinBudget: Bool) -> AssistantStack.Policy {
        var policy = AssistantStack.Policy(
            settings, channels: channels, channel: request.channel, customer: request.customer)
        policy.isWithinBudget = isWithinBudget
        return policy
    }

    /// How many questions it takes in an hour.
    var runsPerHour: Int64 { settings["assistant.runs_per_hour"].integer ?? .max }

    /// When it was switched on last, everywhere or on a channel; nil when it was never switched.
    func switchedOn(_ channel: String) -> Instant? {
        let names = ["assistant.on", "assistant.channel.\(channel).on"]
        let document = assistant.document(SettingsSection.assistant.document)
        var last: Instant?
        for change in document.changes() {
            for case .set(_, let key, .bool(true), _) in document.operations(of: change.reference)
            where names.contains(key) {
                guard let at = assistant.metadata[change.reference]?.accepted else { continue }
                last = max(last ?? at, at)
            }
        }
        return last
    }
}

/// How a ticket becomes a request.
enum AssistantReading {
    static func request(
        _ documents: RootDocuments, _ settings: AssistantSettings, at now: Instant
    ) -> AssistantRequest {
        AssistantRequest(documents.history, rules: settings.rules, at: now)
    }
}
