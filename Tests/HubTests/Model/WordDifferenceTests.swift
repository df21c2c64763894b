import Hub
import Testing

@Suite struct WordDifferenceTests {
    private func shown(_ old: String, _ new: String) -> String {
        WordDifference.runs(from: old, to: new).map { run in
            switch run.kind {
            case .same: run.text
            case .inserted: "{+\(run.text)+}"
            case .deleted: "[-\(run.text)-]"
            }
        }.joined()
    }

    @Test(arguments: [
        ("", "", ""),
        ("same words", "same words", "same words"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("Press the button.", "Press the red button.", "Press the {+red +}button."),
        ("Press the red button.", "Press the button.", "Press the [-red -]button."),
        ("costs 10 euro", "costs 12 euro", "costs [-10-]{+12+} euro"),
        ("naïve café", "naïve cafés", "naïve [-café-]{+cafés+}"),
        ("e\u{301}t", "e\u{301}te", "[-e\u{301}t-]{+e\u{301}te+}"),
        ("👨‍👩‍👧 a", "👨‍👩‍👧 b", "👨‍👩‍👧 [-a-]{+b+}"),
    ])
    func `words come and go as a whole`(_ old: String, _ new: String, _ expected: String) {
        #expect(shown(old, new) == expected)
    }

    @Test func `the runs give both texts back and are as few words as a table of all ways finds`() {
        for seed in HubSeed.seeds(500) {
            var random = HubSeed(seed)
            let words = ["a", "b", "c", " "]
            let (old, new) = (
                (0..<Int.random(in: 0...12, using: &random)).map { _ in words.randomElement(using: &random) ?? "" },
                (0..<Int.random(in: 0...12, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
            )
            // Joined by a dot, which is a word of its own, so that the words are those of the arrays.
            let (left, right) = (old.joined(separator: "."), new.joined(separator: "."))
            let runs = WordDifference.runs(from: left, to: right)
            #expect(runs.filter { $0.kind != .inserted }.map(\.text).joined() == left, "seed \(seed)")
            #expect(runs.filter { $0.kind != .deleted }.map(\.text).joined() == right, "seed \(seed)")
            let same = runs.filter { $0.kind == .same }.reduce(0) { $0 + $1.text.count }
            #expect(same == longestCommon(Array(left), Array(right)), "seed \(seed)")
            for (run, next) in zip(runs, runs.dropFirst()) { #expect(run.kind != next.kind, "seed \(seed)") }
        }
    }

    @Test func `texts that share nothing are replaced whole, however long`() {
        let old = (0..<5000).map { "x\($0)" }.joined(separator: " ")
        let new = (0..<5000).map { "y\($0)" }.joined(separator: "-")
        let runs = WordDifference.runs(from: old, to: new)
        #expect(runs.map(\.kind) == [.deleted, .inserted])
    }

    /// Words of one character each, so characters can be counted.
    private func longestCommon(_ left: [Character], _ right: [Character]) -> Int {
        var row = [Int](repeating: 0, count: right.count + 1)
        for a in left {
            var diagonal = 0
            for (index, b) in right.enumerated() {
                let above = row[index + 1]
                row[index + 1] = a == b ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row[right.count]
    }
}
