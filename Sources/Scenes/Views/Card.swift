import CRDT
import Hub
import Replica

/// A part of what is known beside the transcript: each stands alone, each says when there is nothing.
package struct Card: Hashable, Sendable, Codable {
    /// One fact.
    package struct Fact: Hashable, Sendable, Codable {
        /// What it is; empty for a line of its own.
        package let label: String
        /// What is known.
        package let text: String
        /// When, where the fact has a time.
        package let moment: Moment?
        /// How it stands, where that is told by colours as well.
        package let mood: Mood?

        init(_ label: String, _ text: String, at moment: Instant? = nil, _ mood: Mood? = nil) {
            self.label = label
            self.text = text
            self.moment = Moment(moment)
            self.mood = mood
        }
    }

    /// How a fact stands.
    package enum Mood: String, Hashable, Sendable, Codable {
        case good, warning, bad, assistant
    }

    /// What the card is about.
    package let title: String
    /// The facts, the most important first.
    package let facts: [Fact]
    /// What is said when there are none.
    package let empty: String

    /// The cards of a ticket, in the order of their weight.
    static func all(of detail: TicketDetail, names: Names, at now: Instant) -> [Card] {
        [
            customer(detail), clocks(detail, at: now), handOffs(of: detail, names: names), conflicts(detail),
            history(detail), journey(detail), events(detail, names: names), recording(detail),
        ].filter { $0.title != conflictsTitle || !$0.facts.isEmpty }
    }

    private static func customer(_ detail: TicketDetail) -> Card {
        var facts: [Fact] = []
        let ticket = detail.ticket
        if let name = detail.summary.customer?.name ?? detail.person?.name { facts.append(Fact("name", name)) }
        facts.append(
            Fact(
                "identity", ticket.assurance.rawValue.replacing("_", with: " "),
                ticket.assurance.isVerified ? .good : ticket.assurance.isProof ? nil : .warning))
        if let company = detail.company?.name { facts.append(Fact("company", company)) }
        for mail in detail.person?.emails ?? [] {
            let isVerified = detail.person?.verifiedEmails.contains(mail) ?? false
            facts.append(Fact("mail", mail + (isVerified ? " (verified)" : "")))
        }
        facts += (detail.person?.phones ?? []).map { Fact("phone", $0) }
        facts += (detail.person?.externals ?? []).map { Fact($0.system, $0.id) }
        if let segment = detail.summary.segment { facts.append(Fact("segment", segment)) }
        if let locale = detail.summary.locale { facts.append(Fact("language", locale)) }
        if let note = detail.person?.note { facts.append(Fact("note", note)) }
        func traits(_ traits: Traits?, _ mark: String, _ mood: Mood?) {
            guard let traits else { return }
            facts += traits.names.prefix(12).map { Fact($0, Settings.printed(traits[$0] ?? .null) + mark, mood) }
        }
        traits(ticket.verified, "", .good)
        traits(detail.person?.verified, "", .good)
        traits(ticket.claimed, " (says so)", nil)
        traits(detail.person?.claimed, " (says so)", nil)
        return Card(title: "Customer", facts: facts, empty: "Nothing is known.")
    }

    private static func clocks(_ detail: TicketDetail, at now: Instant) -> Card {
        let facts = detail.figures.clocks.suffix(6).compactMap { run -> Fact? in
            guard run.target != nil else { return nil }
            let reading = run.reading(asOf: now)
            let mood: Mood? =
                switch reading.state {
                case .breached: .bad
                case .met: .good
                case .running where run.isAtRisk(asOf: now): .warning
                case .running, .paused, .left: nil
                }
            let end = reading.breached ?? run.stopped ?? run.deadline
            return Fact(run.clock.rawValue.replacing("_", with: " "), reading.state.rawValue, at: end, mood)
        }
        return Card(title: "Service levels", facts: facts, empty: "No promise applies.")
    }

    static func handOffs(of detail: TicketDetail, names: Names) -> Card {
        let confidences = Dictionary(
            detail.ticket.log.compactMap { record -> (OperationID, Double)? in
                guard case .handOff(_, let confidence?) = record.entry else { return nil }
                return (record.id, confidence)
            }
        ) { first, _ in first }
        let facts = detail.events.compactMap { event -> Fact? in
            let who = names.name(of: event.author)
            let mark = event.isSuperseded ? " (lost to a concurrent one)" : ""
            switch event.kind {
            case .handedOff(let handOff):
                let reasons = ([handOff.reason] + handOff.secondaryReasons).map(\.code).joined(separator: ", ")
                var text = "\(who) → \(handOff.destination ?? "the team"): \(reasons)"
                if let rule = handOff.rule { text += ", rule \(rule)" }
                if let confidence = confidences[event.id] { text += ", confidence \(percent(confidence))" }
                return Fact("", text + mark, at: event.occurred, .assistant)
            case .assigned(let owner):
                return Fact("", "\(who) → \(owner.map(names.name(ofUser:)) ?? "nobody")\(mark)", at: event.occurred)
            case .queued(let scope): return Fact("", "\(who) → \(scope)\(mark)", at: event.occurred)
            default: return nil
            }
        }
        return Card(title: "Hand-offs", facts: facts, empty: "It was handed to nobody so far.")
    }

    private static let conflictsTitle = "Written at the same time"

    private static func conflicts(_ detail: TicketDetail) -> Card {
        let facts = detail.conflicts.map { conflict in
            let lost = conflict.losers.map { Settings.printed($0.value) }.joined(separator: " | ")
            return Fact(conflict.field, "\(Settings.printed(conflict.current)), not \(lost)", .warning)
        }
        return Card(title: conflictsTitle, facts: facts, empty: "")
    }

    private static func history(_ detail: TicketDetail) -> Card {
        let facts = detail.otherTickets.map { ticket in
            Fact("\(ticket.shownName) \(ticket.status.rawValue)", ticket.shownTitle, at: ticket.updated)
        }
        return Card(title: "Other tickets", facts: facts, empty: "None that this device holds.")
    }

    private static func journey(_ detail: TicketDetail) -> Card {
        let ticket = detail.ticket
        var facts = [Fact("came by", ticket.channel, at: detail.summary.created)]
        if let url = ticket.source.url { facts.append(Fact("from", url)) }
        if let product = ticket.source.product { facts.append(Fact("product", product)) }
        if let conversation = ticket.source.conversation { facts.append(Fact("there called", conversation)) }
        if let earlier = ticket.followUpOf { facts.append(Fact("continues", earlier.description)) }
        if let other = ticket.mergedInto { facts.append(Fact("merged into", other.description, .warning)) }
        facts += ticket.sameIssue.map { Fact("same issue", $0.description) }
        return Card(title: "Journey", facts: facts, empty: "Nothing is known.")
    }

    private static func events(_ detail: TicketDetail, names: Names) -> Card {
        let facts = detail.events.suffix(20).reversed().compactMap { event -> Fact? in
            let text: String? =
                switch event.kind {
                case .opened(let channel): "opened on \(channel)"
                case .status(let status): "set to \(status.rawValue)"
                case .snoozed(let until): until == nil ? "woken" : "snoozed"
                case .priority(let priority): "priority \(priority.name)"
                case .segment(let segment): "segment \(segment ?? "none")"
                case .rated(let rating): "rated \(rating.score) of 5"
                case .spam(let isSpam): isSpam ? "marked as spam" : "is no spam"
                case .merged(let other): other.map { "merged into \($0)" } ?? "merged no longer"
                case .closedAsImported: "closed by the import"
                case .assistantFailed(let reason): "the assistant failed: \(reason.code)"
                case .draftApproved: "a draft of the assistant was approved"
                case .assistance(let isOn, let reason): "assistant \(isOn ? "on" : reason ?? "off")"
                case .judged(let judgement): "judged: \(judgement.finding.rawValue)"
                default: nil
                }
            return text.map { Fact(names.name(of: event.author), $0, at: event.occurred) }
        }
        return Card(title: "What happened", facts: facts, empty: "Nothing but messages.")
    }

    private static func recording(_ detail: TicketDetail) -> Card {
        let facts = detail.ticket.recording.map { recording in
            [
                Fact(recording.provider, recording.url),
                Fact("starts at", "\(recording.startOffsetMilliseconds / 1000) s"),
            ]
        }
        return Card(title: "Session recording", facts: facts ?? [], empty: "None is linked.")
    }

    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
