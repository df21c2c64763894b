package import CRDT
import Hub
package import Replica

/// A ticket in a few sentences of its own, each with the message that it is taken from. Needs no model.
///
/// Sentences are weighed by the words that they share with the rest of the transcript (a word counts by how many
/// messages hold it, words of nearly all or of one alone count nothing), the first question and the last word of each
/// side a little more. The best are told in the order of the conversation.
package struct Summary: Hashable, Sendable {
    /// One sentence.
    package struct Bullet: Hashable, Sendable {
        /// The sentence, as it was written.
        package let text: String
        /// The place of its message in the transcript.
        package let message: Int
        /// The message.
        package let id: OperationID
    }

    /// The sentences, in the order of the conversation.
    package let bullets: [Bullet]
    /// The last message that was read: a newer one makes the summary stale.
    package let last: OperationID?

    private static let bulletCountMax = 5
    private static let sentenceLengthMax = 240

    /// Sums a transcript up. O(words).
    package init(of lines: [TicketDetail.Line]) {
        last = lines.last?.message.id
        var candidates: [(text: String, message: Int, words: Set<String>)] = []
        var holders: [String: Set<Int>] = [:]
        for (index, line) in lines.enumerated() where !line.message.isAutomatic && !line.message.isDeleted {
            for sentence in Self.sentences(of: line.message.richText.plainText) {
                let words = Set(Words.tokens(in: sentence).map(\.folded).filter { $0.count > 3 })
                guard words.count > 2 else { continue }
                candidates.append((sentence, index, words))
                for word in words { holders[word, default: []].insert(index) }
            }
        }
        let often = max(2, lines.count * 3 / 4)
        func weight(_ word: String) -> Double {
            let count = holders[word]?.count ?? 0
            return count < 2 || count > often ? 0 : Double(count)
        }
        let firstCustomer = lines.firstIndex { $0.message.author?.kind == .customer }
        let ends = Set(
            [lines.lastIndex { $0.message.author?.kind == .customer }, lines.indices.last].compactMap(\.self))
        var best: [Int: (score: Double, candidate: Int)] = [:]
        for (place, candidate) in candidates.enumerated() {
            var score = candidate.words.reduce(0) { $0 + weight($1) } / Double(candidate.words.count + 8)
            if candidate.message == firstCustomer { score += 2 }
            if ends.contains(candidate.message) { score += 1 }
            // One sentence a message: the transcript is there for the rest.
            if (best[candidate.message]?.score ?? -1) < score { best[candidate.message] = (score, place) }
        }
        let chosen = best.values.sorted { ($1.score, $0.candidate) < ($0.score, $1.candidate) }
        bullets = chosen.prefix(Self.bulletCountMax).map(\.candidate).sorted().map { place in
            let candidate = candidates[place]
            return Bullet(
                text: candidate.text, message: candidate.message, id: lines[candidate.message].message.id)
        }
    }

    /// The sentences of a text: up to a full stop, a mark or a line end.
    private static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        func take() {
            let trimmed = current.drop { $0.isWhitespace }
            if !trimmed.isEmpty { sentences.append(String(trimmed.prefix(sentenceLengthMax))) }
            current = ""
        }
        var wasEnd = false
        for character in text {
            if character.isNewline || wasEnd && character.isWhitespace {
                take()
                wasEnd = false
                continue
            }
            current.append(character)
            if "。！？".contains(character) {
                take()
                continue
            }
            wasEnd = ".!?".contains(character)
        }
        take()
        return sentences
    }
}
