/// One thing that reading conversation files brings to light.
public enum ImportItem: Hashable, Sendable {
    /// A conversation, whole, with all its messages.
    case conversation(ImportedConversation)
    /// A record that was left out, with its reason; everything beside it goes on.
    case skipped(SkippedRecord)
}
