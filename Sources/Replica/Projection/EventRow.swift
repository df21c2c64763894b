import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Events as rows of the table `event`, and back.
enum EventRow {
    /// The row of an event.
    static func values(
        of event: Event, root: Int64, ordinal: Int, _ context: ProjectionContext
    ) throws -> [DatabaseValue] {
        let (kind, value, detail) = parts(of: event.kind)
        return [
            root.stored, ordinal.stored, try context.row(of: event.id.change.actor).stored,
            Int64(clamping: event.id.change.number).stored, Int64(event.id.index).stored,
            event.occurred.milliseconds.stored, (event.accepted?.milliseconds).stored,
            event.author.kind.rawValue.stored, event.author.id.stored, (event.action?.data).stored,
            event.isSuperseded.stored, kind.stored, value,
            detail.stored,
        ]
    }

    private static func parts(of kind: Event.Kind) -> (kind: String, value: DatabaseValue, detail: String?) {
        switch kind {
        case .opened(let channel): ("opened", channel.stored, nil)
        case .message(let fact): ("message", fact.role.rawValue.stored, fact.isAutomatic ? "automatic" : nil)
        case .note: ("note", .null, nil)
        case .status(let status): ("status", status.rawValue.stored, nil)
        case .snoozed(let instant): ("snoozed", (instant?.milliseconds).stored, nil)
        case .assigned(let owner): ("assigned", owner.stored, nil)
        case .queued(let scope): ("queued", scope.stored, nil)
        case .priority(let priority): ("priority", priority.rawValue.stored, nil)
        case .segment(let segment): ("segment", segment.stored, nil)
        case .handedOff(let handOff): ("handed_off", handOff.reason.code.stored, detail(of: handOff))
        case .draftApproved: ("draft_approved", .null, nil)
        case .judged(let judgement):
            (
                "judged", judgement.finding.rawValue.stored,
                "\(judgement.message?.description ?? "")\n\(judgement.classifier)"
            )
        case .rated(let rating): ("rated", rating.score.stored, nil)
        case .merged(let ticket): ("merged", (ticket?.description).stored, nil)
        case .linkedAsSameIssue(let ticket): ("same_issue", ticket.description.stored, nil)
        case .spam(let isSpam): ("spam", isSpam.stored, nil)
        case .assistance(let isOn, let reason): ("assistance", isOn.stored, reason)
        case .closedAsImported: ("closed_as_imported", .null, nil)
        case .assistantFailed(let reason): ("assistant_failed", reason.code.stored, nil)
        case .leaseReturned: ("lease_returned", .null, nil)
        }
    }

    /// Destination, rule and further reasons, a line each; empty lines stand for what is absent.
    private static func detail(of handOff: Event.HandOff) -> String {
        func line(_ text: String?) -> String { (text ?? "").replacing("\n", with: " ") }
        let reasons = handOff.secondaryReasons.map { line($0.code) }
        return ([line(handOff.destination), line(handOff.rule)] + reasons).joined(separator: "\n")
    }

    /// The columns that `event(_:actors:)` reads, in its order.
    static let columns = ProjectionTables.event.columns.dropFirst(2).joined(separator: ", ")

    /// Reads an event from columns that begin at `offset`; nil for a kind that this build does not know.
    static func event(_ row: Row, from offset: Int, actors: [Int64: ActorID]) throws -> Event? {
        guard let actor = actors[row[offset]], let author = Author.Kind(rawValue: row[offset + 5])
        else { return nil }
        let change = ChangeReference(actor: actor, number: UInt64(clamping: row[offset + 1] as Int64))
        let id = OperationID(change: change, index: UInt32(clamping: row[offset + 2] as Int64))
        guard let kind = kind(row[offset + 9], value: row[offset + 10], detail: row[offset + 11], id)
        else { return nil }
        return Event(
            id: id, occurred: Instant(milliseconds: row[offset + 3]),
            accepted: (row[offset + 4] as Int64?).map(Instant.init(milliseconds:)),
            author: Author(kind: author, id: row[offset + 6]),
            action: try (row[offset + 7] as Data?).map(Identifier.init(data:)), isSuperseded: row[offset + 8],
            kind: kind
        )
    }

    private static func kind(
        _ kind: String, value: DatabaseValue, detail: String?, _ id: OperationID
    ) -> Event.Kind? {
        let text = String.fromDatabaseValue(value)
        let number = Int64.fromDatabaseValue(value)
        switch kind {
        case "opened": return .opened(channel: text ?? "")
        case "message":
            guard let role = text.flatMap(Event.MessageRole.init) else { return nil }
            return .message(Event.MessageFact(message: id, role: role, isAutomatic: detail == "automatic"))
        case "note": return .note(message: id)
        case "status": return text.flatMap(TicketStatus.init).map { .status($0) }
        case "snoozed": return .snoozed(until: number.map(Instant.init(milliseconds:)))
        case "assigned": return .assigned(owner: text)
        case "queued": return .queued(scope: text ?? "")
        case "priority": return number.flatMap { Int(exactly: $0) }.flatMap(Priority.init).map { .priority($0) }
        case "segment": return .segment(text)
        case "handed_off": return handOff(text, detail).map { .handedOff($0) }
        case "draft_approved": return .draftApproved
        case "judged": return judgement(text, detail).map { .judged($0) }
        case "rated": return number.map { .rated(Event.Rating(score: Int(clamping: $0))) }
        case "merged": return .merged(into: text.flatMap { Identifier($0) })
        case "same_issue": return text.flatMap { Identifier($0) }.map { .linkedAsSameIssue(with: $0) }
        case "spam": return .spam(number == 1)
        case "assistance": return .assistance(isOn: number == 1, reason: detail)
        case "closed_as_imported": return .closedAsImported
        case "assistant_failed": return text.flatMap(FallbackReason.init(code:)).map { .assistantFailed(reason: $0) }
        case "lease_returned": return .leaseReturned
        default: return nil
        }
    }

    private static func handOff(_ code: String?, _ detail: String?) -> Event.HandOff? {
        guard let reason = code.flatMap(FallbackReason.init(code:)) else { return nil }
        let lines = (detail ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func line(_ index: Int) -> String? { index < lines.count && !lines[index].isEmpty ? lines[index] : nil }
        return Event.HandOff(
            reason: reason, secondaryReasons: lines.dropFirst(2).compactMap(FallbackReason.init(code:)),
            destination: line(0), rule: line(1)
        )
    }

    private static func judgement(_ finding: String?, _ detail: String?) -> Event.Judgement? {
        guard
            let finding = finding.flatMap(Event.Judgement.Finding.init),
            let lines = detail?.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false), lines.count == 2
        else { return nil }
        return Event.Judgement(
            message: OperationID(reference: String(lines[0])), finding: finding, classifier: String(lines[1])
        )
    }
}
