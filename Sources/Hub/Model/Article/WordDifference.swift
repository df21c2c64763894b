/// Word-level comparison of two texts (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
public enum WordDifference {
    /// A stretch that stayed, came or went.
    public struct Run: Hashable, Sendable {
        /// What happened to it.
        public enum Kind: String, Hashable, Sendable, Codable {
            case same, inserted, deleted
        }

        /// What happened to it.
        public let kind: Kind
        /// Its text.
        public let text: String
    }

    /// The most edits that are searched for; beyond, the middle is given as replaced in one piece.
    static let editsMax = 2000

    /// The runs that lead from `old` to `new`, neighbours of one kind joined; a deletion stands before the insertion
    /// that replaces it. O((n + m) · d) for d edits, bounded.
    public static func runs(from old: String, to new: String) -> [Run] {
        let (left, right) = (words(old), words(new))
        var runs: [Run] = []
        func add(_ kind: Run.Kind, _ words: ArraySlice<Substring>) {
            guard !words.isEmpty else { return }
            let text = words.joined()
            if let last = runs.last, last.kind == kind {
                runs[runs.count - 1] = Run(kind: kind, text: last.text + text)
            } else {
                runs.append(Run(kind: kind, text: text))
            }
        }
        var prefix = 0
        while prefix < min(left.count, right.count), same(left[prefix], right[prefix]) { prefix += 1 }
        var suffix = 0
        while suffix < min(left.count, right.count) - prefix,
            same(left[left.count - 1 - suffix], right[right.count - 1 - suffix])
        { suffix += 1 }
        add(.same, left[..<prefix])
        let (leftEnd, rightEnd) = (left.count - suffix, right.count - suffix)
        var (leftPosition, rightPosition) = (prefix, prefix)
        for (leftMatch, rightMatch) in matches(left[prefix..<leftEnd], right[prefix..<rightEnd]) {
            add(.deleted, left[leftPosition..<leftMatch])
            add(.inserted, right[rightPosition..<rightMatch])
            add(.same, left[leftMatch...leftMatch])
            (leftPosition, rightPosition) = (leftMatch + 1, rightMatch + 1)
        }
        add(.deleted, left[leftPosition..<leftEnd])
        add(.inserted, right[rightPosition..<rightEnd])
        add(.same, left[leftEnd...])
        return runs
    }

    /// Cuts a text into words (runs of letters and digits) and everything between, scalar by scalar.
    static func words(_ text: String) -> [Substring] {
        var words: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        while start < scalars.endIndex {
            var end = scalars.index(after: start)
            if isWord(scalars[start]) {
                while end < scalars.endIndex, isWord(scalars[end]) { end = scalars.index(after: end) }
            }
            words.append(text[start..<end])
            start = end
        }
        return words
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (scalar.value | 0x20) &- 0x61 < 26 || scalar.value &- 0x30 < 10 || scalar == "_"
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private static func same(_ left: Substring, _ right: Substring) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// The pairs of equal words on a shortest path, ascending; none when it is longer than `editsMax`.
    private static func matches(_ left: ArraySlice<Substring>, _ right: ArraySlice<Substring>) -> [(Int, Int)] {
        let (width, height) = (left.count, right.count)
        guard width > 0, height > 0 else { return [] }
        let bound = min(width + height, editsMax)
        // `furthest[bound + k]`: how far the path on diagonal k has come.
        var furthest = [Int](repeating: 0, count: 2 * bound + 2)
        var trail: [[Int]] = []
        for edits in 0...bound {
            trail.append(Array(furthest[(bound - edits)...(bound + edits)]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let fromAbove =
                    diagonal == -edits
                    || (diagonal != edits && furthest[bound + diagonal - 1] < furthest[bound + diagonal + 1])
                var x = fromAbove ? furthest[bound + diagonal + 1] : furthest[bound + diagonal - 1] + 1
                var y = x - diagonal
                while x < width, y < height, same(left[left.startIndex + x], right[right.startIndex + y]) {
                    (x, y) = (x + 1, y + 1)
                }
                furthest[bound + diagonal] = x
                if x >= width, y >= height {
                    return walkBack(trail, from: (x, y), left.startIndex, right.startIndex)
                }
            }
        }
        return []
    }

    /// `trail[d]` holds the diagonals -d…d as they were before round d.
    private static func walkBack(
        _ trail: [[Int]], from end: (Int, Int), _ leftStart: Int, _ rightStart: Int
    ) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        var (x, y) = end
        for edits in stride(from: trail.count - 1, through: 0, by: -1) {
            let row = trail[edits]
            let diagonal = x - y
            func before(_ diagonal: Int) -> Int { row[diagonal + edits] }
            var (previousX, previousY) = (0, 0)
            if edits > 0 {
                let fromAbove =
                    diagonal == -edits || (diagonal != edits && before(diagonal - 1) < before(diagonal + 1))
                let previousDiagonal = fromAbove ? diagonal + 1 : diagonal - 1
                previousX = before(previousDiagonal)
                previousY = previousX - previousDiagonal
            }
            while x > previousX, y > previousY {
                (x, y) = (x - 1, y - 1)
                pairs.append((leftStart + x, rightStart + y))
            }
            (x, y) = (previousX, previousY)
        }
        return pairs.reversed()
    }
}
