import Foundation

/// Places in a decision's life at which a test may hold the assistant, to look at what a crash there leaves behind.
package enum AssistantPause: String {
    /// It has decided; nothing is written.
    case decided
    /// The decision is in the server's replica and not yet in the log.
    case written

    #if DEBUG
        /// Holds the thread here while the file that the environment names for this place exists.
        func hold() {
            let environment = ProcessInfo.processInfo.environment
            guard environment["CONV_ASSISTANT_PAUSE"] == rawValue, let path = environment["CONV_ASSISTANT_PAUSE_FILE"]
            else { return }
            guard FileManager.default.fileExists(atPath: path) else { return }
            // Whoever waits for it sees that the place was reached.
            _ = FileManager.default.createFile(atPath: path + ".reached", contents: nil)
            while FileManager.default.fileExists(atPath: path) { Thread.sleep(forTimeInterval: 0.01) }
        }
    #else
        /// Does nothing in what is shipped.
        func hold() {}
    #endif
}
