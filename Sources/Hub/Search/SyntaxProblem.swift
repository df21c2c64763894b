/// Why a search or an audience expression could not be read, and where.
///
/// The description names positions and the words of the grammar, never the words of the input.
public struct SyntaxProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the problem stands: the number of Unicode scalars before it.
    public let position: Int
    /// What is wrong and what to do, as a sentence without its full stop.
    public let explanation: String

    /// Assembles a problem.
    public init(at position: Int, _ explanation: String) {
        self.position = position
        self.explanation = explanation
    }

    /// `at character 5: …`; characters are counted from 1.
    public var description: String { "at character \(position + 1): \(explanation)" }
}
