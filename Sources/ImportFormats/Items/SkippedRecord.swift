/// A record that was left out, and why, without any of its words.
public struct SkippedRecord: Hashable, Sendable {
    /// Path of the file.
    public var file: String
    /// Which record: the line of a JSON lines file, the message of a mailbox, from 1; nil for the whole file.
    public var position: Int?
    /// The reason as a code.
    public var reason: Reason
    /// The reason as a sentence that may be printed and logged.
    public var explanation: String

    /// Assembles a skipped record.
    init(file: String, position: Int?, reason: Reason, _ explanation: String) {
        self.file = file
        self.position = position
        self.reason = reason
        self.explanation = explanation
    }

    /// Why a record is left out.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// The line is not a JSON object.
        case malformed
        /// A field that must be there is absent, null or empty.
        case missingField = "missing_field"
        /// A field holds another type of value than it should.
        case wrongType = "wrong_type"
        /// The author's role is none that the hub knows.
        case unknownRole = "unknown_role"
        /// The event's type is none that the hub knows.
        case unknownType = "unknown_type"
        /// A time is not a time.
        case invalidDate = "invalid_date"
        /// Another message with this id came earlier.
        case duplicateMessage = "duplicate_message"
        /// Another conversation with this id came earlier.
        case duplicateConversation = "duplicate_conversation"
        /// The record holds a NUL character.
        case nulCharacter = "nul_character"
        /// The record is not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// The record is larger than the limit.
        case tooLarge = "too_large"
        /// The record is nested more deeply than can be read safely.
        case tooComplex = "too_complex"
        /// The file ends within the record.
        case truncated
        /// The mail holds neither a header nor a body that can be read.
        case unreadableMail = "unreadable_mail"
        /// The file holds computed facts about conversations, not conversations.
        case facts
        /// The file's format is none of those that can be imported.
        case unknownFormat = "unknown_format"
        /// The file could not be opened or read.
        case unreadableFile = "unreadable_file"
        /// The file changed while it was read.
        case fileChanged = "file_changed"
    }
}
