public import Hub

extension TurnReading {
    /// What a customer's message says about a matter that is closed: the one judge of what opens it again.
    ///
    /// A greeting or a thanks, and a yes to the answer that ended it, open nothing; whatever asks for something does. Long
    /// after the end, who greets without thanks begins something.
    ///
    /// - Parameters:
    ///   - text: The message's plain words.
    ///   - isReply: Whether the assistant answered or offered something right before.
    ///   - isLate: Whether the end is so long ago that another matter begins with whatever asks for something.
    /// - Returns: What is to be recorded of the message; empty when it opens the matter again.
    /// - Complexity: O(text).
    public static func findings(afterTheEnd text: String, isReply: Bool, isLate: Bool = false) -> [Event.Judgement
        .Finding]
    {
        switch TurnReading(text, isReply: isReply) {
        case .courtesy: isLate && isMereGreeting(text) ? [] : [.thanks]
        // The yes counts for the answer; that it opens nothing is the second half of what it says.
        case .confirmation: [.affirmation, .thanks]
        case .question, .rejection, .person: []
        }
    }
}
