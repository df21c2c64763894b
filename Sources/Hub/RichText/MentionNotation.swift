/// The notation of mentions: `@[name](user:identifier)`.
enum MentionNotation {
    /// The longest name and the longest identifier, in scalars.
    static let scalarCountMax = 256

    /// True when `user` can stand as an identifier in the notation.
    static func isUser(_ user: String) -> Bool {
        !user.isEmpty && user.unicodeScalars.count <= scalarCountMax && user.unicodeScalars.allSatisfy(isUserScalar)
    }

    /// True when `name` can stand as a name in the notation.
    static func isName(_ name: String) -> Bool { name.unicodeScalars.count <= scalarCountMax }

    /// True for the scalars of an identifier.
    static func isUserScalar(_ scalar: Unicode.Scalar) -> Bool {
        Link.mayHold(scalar) && scalar != "(" && scalar != ")"
    }
}

extension StringProtocol {
    /// The lines of a text, which end with a line feed, a carriage return or both; at least one.
    var linesOfText: [SubSequence] {
        var lines: [SubSequence] = []
        let scalars = unicodeScalars
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let end = index
            scalars.formIndex(after: &index)
            guard scalar == "\n" || scalar == "\r" else { continue }
            lines.append(self[start..<end])
            if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { scalars.formIndex(after: &index) }
            start = index
        }
        lines.append(self[start...])
        return lines
    }
}
