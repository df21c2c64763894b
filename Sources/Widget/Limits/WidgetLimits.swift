/// How much a visitor may send.
package struct WidgetLimits: Hashable, Sendable, Encodable {
    /// Characters of a message.
    package let textLength: Int
    /// Files of a message.
    package let fileCount: Int
    /// Bytes of a file.
    package let fileBytes: Int
    /// Bytes of a file that are sent at a time.
    package let partBytes = WidgetLimits.partByteCountMax
    /// Whether messages of others can be marked as helpful or not.
    package let reactions: Bool
    /// Ends of file names that the browser offers.
    package let fileTypes: [String]

    /// Takes the limits of a workspace.
    package init(textLength: Int = 4000, fileCount: Int, fileBytes: Int, reactions: Bool) {
        self.textLength = textLength
        self.fileCount = fileCount
        self.fileBytes = fileBytes
        self.reactions = reactions
        fileTypes = FileKind.allCases.flatMap(\.extensions).sorted()
    }

    /// Bytes of a request that carries no file.
    package static let requestByteCountMax = 32 * 1024
    /// Bytes of a part of a file: what a dropped connection costs.
    package static let partByteCountMax = 256 * 1024
    /// Files of one visitor that may wait for their message.
    package static let waitingFileCountMax = 20
    /// Streams that one visitor may have open.
    package static let streamCountMax = 12
    /// Traits that a page may claim of its visitor.
    package static let claimCountMax = 20
    /// For how many seconds a file waits for the message that it belongs to.
    package static let fileWaitSeconds: Int64 = 24 * 3600
}
