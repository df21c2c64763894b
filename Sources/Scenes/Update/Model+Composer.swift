import CRDT
import Hub
import Replica

extension Model {
    /// Opens the ticket under the cursor, if it is not open, and the text for it.
    mutating func startComposing(_ kind: Draft.Kind) -> [Effect] {
        guard let row = current else { return [] }
        let opening = place == .ticket ? [] : open(row.summary.id, row: row)
        return opening + compose(kind, ticket: row.summary.id, name: row.summary.shownName)
    }

    /// Goes on with the draft of a ticket, or begins one.
    mutating func compose(_ kind: Draft.Kind, ticket: Identifier, name: String) -> [Effect] {
        let draft = drafts[ticket]
        composer = Composer(
            ticket: ticket, name: name, kind: draft?.kind ?? kind,
            field: TextField(draft?.text ?? ""),
            replyTo: draft?.replyTo.flatMap { OperationID(reference: $0) }, files: draft?.files ?? [])
        return []
    }

    /// Writes a letter, or obeys an editing key.
    mutating func write(_ key: Key) -> [Effect] {
        if key.name == "enter" {
            composer?.field.insert("\n")
            return keepDraft()
        }
        guard composer?.field.edit(key) == true else { return [] }
        return keepDraft()
    }

    /// Sees to it that what was typed is on disk.
    mutating func keepDraft() -> [Effect] {
        guard let composer else { return [] }
        guard !composer.field.isEmpty || !composer.files.isEmpty else {
            drafts[composer.ticket] = nil
            return [.dropDraft(composer.ticket)]
        }
        drafts[composer.ticket] = composer.draft
        return [.saveDraft(composer.draft)]
    }

    mutating func leaveComposer() -> [Effect] {
        let effects = keepDraft()
        composer = nil
        return effects
    }

    mutating func runInComposer(_ id: CommandID) -> [Effect] {
        switch id {
        case .send: return send(.none)
        case .sendPending: return send(.pending)
        case .sendResolve: return send(.resolved)
        case .editor: return composer.map { [.edit($0.field.text)] } ?? []
        case .cannedText: return openCannedText()
        case .mention: return openMentions()
        case .attach: return openFiles()
        case .detach: return openAttached()
        case .switchKind:
            let isReply = composer?.kind == .reply
            composer?.kind = isReply ? .note : .reply
            return keepDraft()
        case .discard:
            guard let ticket = composer?.ticket else { return [] }
            composer = nil
            drafts[ticket] = nil
            say("The draft is gone.")
            return [.dropDraft(ticket)]
        default: preconditionFailure("every command of the composer is handled")
        }
    }

    /// Holds the message back for a few seconds, on disk as well, and closes the text.
    private mutating func send(_ outcome: TicketAction.Outcome) -> [Effect] {
        guard let composer else { return [] }
        let words = composer.field.text.trimmed
        guard !words.isEmpty || !composer.files.isEmpty else {
            complain("There are no words yet.")
            return []
        }
        let action: TicketAction =
            composer.kind == .reply
            ? .reply(words, replyTo: composer.replyTo, then: outcome, files: composer.files)
            : .note(words, replyTo: composer.replyTo, files: composer.files)
        // One message a ticket is held back: an earlier one goes out first, so that order is kept.
        let earlier = held.filter { $0.ticket == composer.ticket }
        held.removeAll { $0.ticket == composer.ticket }
        let message = HeldMessage(
            ticket: composer.ticket, name: composer.name, action: action, draft: composer.draft,
            due: now.advanced(bySeconds: HeldMessage.seconds))
        held.append(message)
        drafts[composer.ticket] = nil
        self.composer = nil
        var kept = message.draft
        kept.sent = Moment(now)
        return earlier.map(Effect.deliver) + [.saveDraft(kept), .dropDraft(composer.ticket)]
    }
}

extension String {
    /// The text without white space at its end and empty lines at its beginning.
    var trimmed: String {
        var text = Substring(self)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isNewline { text.removeFirst() }
        return String(text)
    }
}
