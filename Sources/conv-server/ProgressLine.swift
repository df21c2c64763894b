import Foundation

/// One line on the standard error that is written over again and again; silent when nobody watches.
struct ProgressLine {
    private let isShown = Output.isWatched

    /// Shows a text in place of the one before.
    func show(_ text: String) {
        guard isShown else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[2K\(text)".utf8))
    }

    /// Removes the line.
    func clear() {
        guard isShown else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[2K".utf8))
    }
}
