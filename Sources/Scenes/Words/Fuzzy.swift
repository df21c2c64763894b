/// How well typed letters find a name.
package enum Fuzzy {
    /// A score, greater for better; nil when the letters do not stand in the text in their order. Letters that follow
    /// one another and letters at the beginnings of words count more; case and diacritics do not count. O(text).
    package static func score(_ typed: String, in text: String) -> Int? {
        let wanted = Array(typed.lowercased().filter { !$0.isWhitespace })
        guard !wanted.isEmpty else { return 0 }
        let letters = Array(text.lowercased())
        // The best of the places where the first letter may stand: one run through the text from each.
        var best: Int?
        for start in letters.indices where letters[start] == wanted[0] {
            var (place, score, previous) = (0, 0, -2)
            for index in start..<letters.count where place < wanted.count && letters[index] == wanted[place] {
                let isWordStart = index == 0 || !(letters[index - 1].isLetter || letters[index - 1].isNumber)
                score += 1 + (index == previous + 1 ? 4 : 0) + (isWordStart ? 6 : 0)
                previous = index
                place += 1
            }
            guard place == wanted.count else { break }
            best = max(best ?? .min, score - (previous - start) / 8 - start / 16)
        }
        return best
    }
}
