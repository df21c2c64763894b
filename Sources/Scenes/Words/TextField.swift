/// Text that somebody edits, with the place where the next letter goes.
package struct TextField: Hashable, Sendable {
    /// What is written, letter by letter as people see them.
    private(set) var letters: [Character]
    /// How many letters stand before the cursor.
    package private(set) var cursor: Int

    /// The longest text, in letters; what is typed beyond it is left out.
    package static let countMax = 200_000

    /// Starts with a text, and the cursor behind it.
    package init(_ text: String = "") {
        letters = Array(text.prefix(Self.countMax))
        cursor = letters.count
    }

    /// The text. O(n).
    package var text: String { String(letters) }
    /// Whether nothing is written.
    package var isEmpty: Bool { letters.isEmpty }
    /// The text up to the cursor. O(n).
    package var before: String { String(letters[..<cursor]) }

    /// Inserts at the cursor; line ends of every kind become line feeds.
    package mutating func insert(_ text: String) {
        let clean = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let room = max(0, Self.countMax - letters.count)
        let added = Array(clean.prefix(room))
        letters.insert(contentsOf: added, at: cursor)
        cursor += added.count
        join(added.count)
    }

    /// A mark that was typed by itself belongs to the letter before it: what is shown decides where letters end.
    private mutating func join(_ count: Int) {
        guard count > 0, cursor > count else { return }
        let from = cursor - count - 1
        let pair = Array(String(letters[from...from + 1]))
        guard pair.count == 1 else { return }
        letters.replaceSubrange(from...from + 1, with: pair)
        cursor -= 1
    }

    /// Replaces the last letters before the cursor.
    package mutating func replaceBefore(_ count: Int, with text: String) {
        let from = max(0, cursor - count)
        letters.removeSubrange(from..<cursor)
        cursor = from
        insert(text)
    }

    /// Obeys an editing key; false when it is none.
    package mutating func edit(_ key: Key) -> Bool {
        switch key.name {
        case "left", "ctrl-b": cursor = max(0, cursor - 1)
        case "right", "ctrl-f": cursor = min(letters.count, cursor + 1)
        case "home", "ctrl-a": cursor = lineStart
        case "end", "ctrl-e": cursor = lineEnd
        case "ctrl-left", "alt-b", "alt-left": cursor = wordStart
        case "ctrl-right", "alt-f", "alt-right": cursor = wordEnd
        case "backspace", "ctrl-h": remove(max(0, cursor - 1)..<cursor)
        case "delete": remove(cursor..<min(letters.count, cursor + 1))
        case "ctrl-w", "alt-backspace": remove(wordStart..<cursor)
        case "ctrl-u": remove(lineStart..<cursor)
        case "ctrl-k": remove(cursor..<(cursor == lineEnd ? min(letters.count, cursor + 1) : lineEnd))
        case "up": move(lines: -1)
        case "down": move(lines: 1)
        default:
            guard let text = key.text else { return false }
            insert(text)
        }
        return true
    }

    private mutating func remove(_ range: Range<Int>) {
        letters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var lineStart: Int {
        (letters[..<cursor].lastIndex { $0.isNewline }).map { $0 + 1 } ?? 0
    }

    private var lineEnd: Int { letters[cursor...].firstIndex { $0.isNewline } ?? letters.count }

    private var wordStart: Int {
        var place = cursor
        while place > 0, !letters[place - 1].isWordPart { place -= 1 }
        while place > 0, letters[place - 1].isWordPart { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < letters.count, !letters[place].isWordPart { place += 1 }
        while place < letters.count, letters[place].isWordPart { place += 1 }
        return place
    }

    private mutating func move(lines: Int) {
        let column = cursor - lineStart
        if lines < 0 {
            guard lineStart > 0 else { return cursor = 0 }
            cursor = lineStart - 1
            cursor = min(lineStart + column, cursor)
        } else {
            guard lineEnd < letters.count else { return cursor = letters.count }
            cursor = lineEnd + 1
            cursor = min(cursor + column, lineEnd)
        }
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
