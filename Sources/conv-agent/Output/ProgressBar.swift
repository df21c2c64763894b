import Hub

/// A line that shows how much of a long task is done.
enum ProgressBar {
    private static let width = 24

    /// `name [######------------------] 512 of 2015`.
    static func line(_ name: String, done: Int, of count: Int) -> String {
        let filled = count > 0 ? width * min(done, count) / count : width
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        return "\(Plain.line(name)) [\(bar)] \(done) of \(count)"
    }
}
