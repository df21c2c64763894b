/// Follows braces through a file to know whether a line stands directly in a public enumeration.
struct DeclarationScopes {
    private var isPublicEnumeration: [Bool] = []
    private var opensPublicEnumeration = false

    /// Whether the next line is a member of a public enumeration, not something deeper inside one.
    var isDirectlyInPublicEnumeration: Bool { isPublicEnumeration.last ?? false }

    /// Takes a line, given with comments and strings blanked out and as its words.
    mutating func enter(_ line: String, words: [Substring]) {
        if words.contains("enum") { opensPublicEnumeration = words.contains("public") }
        for byte in line.utf8 {
            if byte == UInt8(ascii: "{") {
                isPublicEnumeration.append(opensPublicEnumeration)
                opensPublicEnumeration = false
            } else if byte == UInt8(ascii: "}") {
                _ = isPublicEnumeration.popLast()
            }
        }
    }
}
