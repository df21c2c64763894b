import Hub
import Replica

extension Command {
    /// Why the command cannot be given now, as a sentence; nil when it can.
    package func obstacle(in model: Model) -> String? {
        guard scenes.contains(model.scene) else {
            return "\(title) is a command of \(scenes.map(\.shown).joined(separator: " and "))."
        }
        switch id {
        case .undo:
            return model.held.isEmpty && model.undoable == nil ? "There is nothing to take back." : nil
        case .open:
            if model.place == .landing, model.landing.currentEdit != nil { return nil }
            if model.place == .landing, model.landing.currentBlocked != nil { return nil }
            return model.current == nil ? "There is no row to open." : nil
        case .mark, .markAll: return model.inbox.rows.isEmpty ? "There is no ticket to mark." : nil
        case .reply, .quote:
            guard let row = model.current else { return Self.noTicket }
            if row.isLocked { return "The ticket is locked and takes no further messages; write a note instead." }
            return id == .quote && model.ticket?.message == nil ? "There is no message to answer." : nil
        case .note, .assign, .take, .snooze, .escalate, .priority, .move, .resolve, .pending, .reopen:
            return obstacle(onSubjectsOf: model)
        case .sendAgain:
            let isDead = model.ticket?.detail?.ticket.deliveries.values.contains { $0.isDead } ?? false
            return isDead ? nil : "Nothing that was sent from here has failed."
        case .summarize, .trace, .cards:
            return model.ticket?.detail == nil ? "The ticket is still being read." : nil
        case .nextTicket, .previousTicket:
            let isListed = model.inbox.rows.contains { $0.id == model.ticket?.id }
            return isListed ? nil : "The ticket is not in the inbox's list."
        case .send: return model.channelProblem
        case .sendPending, .sendResolve:
            if model.composer?.kind == .note { return "A note goes to the team alone; send it with ctrl-s." }
            return model.channelProblem
        case .copy:
            if model.current == nil { return Self.noTicket }
            return model.copyByteCountMax != nil ? nil : "This terminal takes no text for the clipboard."
        case .cannedText:
            return model.choices.snippets.isEmpty
                ? "The library has no snippet; `conv-agent content new` makes one." : nil
        case .attach:
            if model.channel?.capabilities.fileByteCountMax == 0 {
                return "The channel takes no files; send a link instead."
            }
            return (model.composer?.files.count ?? 0) < AttachmentReference.countMax
                ? nil
                : "A message has at most \(AttachmentReference.countMax) files; send the others with a second one."
        case .detach: return model.composer?.files.isEmpty ?? true ? "Nothing is attached." : nil
        case .mention: return model.choices.members.isEmpty ? "No member is known yet; sync first." : nil
        case .presets, .deletePreset:
            return model.choices.presets.isEmpty ? "No filter is saved yet; V saves this one." : nil
        case .viewAll: return model.landing.part == .edits ? "Edits have no list of tickets." : nil
        case .unblock: return model.landing.currentBlocked == nil ? "Nothing blocked is chosen." : nil
        case .revert:
            guard let edit = model.landing.currentEdit else { return "No edit is chosen." }
            return edit.previous == nil ? "There is no version before this one." : nil
        default: return nil
        }
    }

    private static let noTicket = "There is no ticket here."

    private func obstacle(onSubjectsOf model: Model) -> String? {
        let subjects = model.subjects
        guard !subjects.isEmpty || !model.inbox.marked.isEmpty && model.place == .tickets else { return Self.noTicket }
        // What one of several cannot do is said when it is done; what none can do is said before.
        guard subjects.count == 1, model.inbox.marked.count <= 1, let ticket = subjects.first?.summary else {
            return nil
        }
        switch id {
        case .resolve: return ticket.status == .resolved ? "It is resolved already." : nil
        case .pending:
            if ticket.status == .resolved { return "It is resolved; open it again first." }
            return ticket.status == .pending ? "It is pending already." : nil
        case .reopen:
            let isOpen = ticket.status == .open && !ticket.isSnoozed(at: model.now)
            return isOpen ? "It is open already." : nil
        case .take: return ticket.owner?.id == model.me ? "It is yours already." : nil
        case .snooze: return ticket.status == .resolved ? "It is resolved; open it again first." : nil
        case .escalate, .move: return model.choices.queues.isEmpty ? "No queue is known yet; sync first." : nil
        default: return nil
        }
    }
}

extension SceneName {
    /// How people are told the screen.
    package var shown: String {
        switch self {
        case .landing: "the landing page"
        case .tickets: "the inbox"
        case .ticket: "an open ticket"
        case .composer: "a text that is being written"
        }
    }
}
