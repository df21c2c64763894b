extension Event {
    /// The public message that this event is; nil for every other kind.
    var publicMessage: MessageFact? {
        if case .message(let fact) = kind { return fact }
        return nil
    }
}

extension Event.MessageFact {
    /// True for greetings, acknowledgements, hand-off notices, auto-replies and bounces, whichever way they are marked.
    var isNoise: Bool { isAutomatic || role == .greeting || role == .handOffNotice }

    /// True for what involves the AI: an answer, a question back or an action. Offers of articles do not.
    var isAssistance: Bool { !isAutomatic && (role == .answer || role == .clarify || role == .action) }

    /// True for what can settle a question: an answer or an action.
    var isAnswer: Bool { !isAutomatic && (role == .answer || role == .action) }

    /// True when a customer who waits has been replied to by an author of `kind`.
    func isReply(by kind: Author.Kind) -> Bool {
        switch kind {
        case .teammate: !isNoise
        case .ai: isAssistance
        case .customer, .system, .automation, .observer: false
        }
    }
}
