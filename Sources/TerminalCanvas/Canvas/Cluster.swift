import CUTF8Proc

/// What a terminal may be given for one user-perceived character, and how many columns it takes.
///
/// This is the only way from text into a cell. Nothing that a terminal obeys, or that turns the direction of what
/// stands beside it, comes out of it: C0 and C1 controls and bidirectional overrides and isolates become U+FFFD, line
/// ends and tabs a space, invisible characters nothing.
struct Cluster: Equatable {
    /// The scalars to show; empty when nothing of the character is visible.
    var scalars: [Unicode.Scalar]
    /// The columns it takes on a canvas: zero, one or two.
    var columns: Int
    /// Whether terminals disagree on its width, so that the cursor must be addressed anew after it.
    var isContested: Bool

    private static let nothing = Cluster(scalars: [], columns: 0, isContested: false)
    /// How many marks a letter may carry; more of them would smear over the lines above and below.
    static let marksMax = 4
    /// How many scalars a picture may be made of; the longest in use have ten.
    static let scalarsMax = 12

    /// Reads a character of any text.
    init(_ character: Character) {
        let all = character.unicodeScalars
        let first = all[all.startIndex]
        if all.index(after: all.startIndex) == all.endIndex {
            self.init(first)
        } else {
            self.init(several: all.prefix(64))
        }
    }

    /// Reads a scalar that stands alone.
    init(_ scalar: Unicode.Scalar) {
        switch Self.role(of: scalar) {
        case .visible(let width):
            self.init(scalars: [scalar], columns: width, isContested: Self.isContested(scalar))
        case .space: self.init(scalars: [" "], columns: 1, isContested: false)
        case .refused: self.init(scalars: ["\u{FFFD}"], columns: 1, isContested: false)
        // A mark without a letter is given the circle that stands for one.
        case .mark: self.init(scalars: ["\u{25CC}", scalar], columns: 1, isContested: true)
        case .hidden, .joiner, .selector: self = .nothing
        }
    }

    private init(scalars: [Unicode.Scalar], columns: Int, isContested: Bool) {
        self.scalars = scalars
        self.columns = columns
        self.isContested = isContested
    }

    private init(several all: Substring.UnicodeScalarView) {
        var kept: [Unicode.Scalar] = []
        var (markCount, columns, isPicture) = (0, 0, false)
        for scalar in all where kept.count < Self.scalarsMax {
            switch Self.role(of: scalar) {
            case .visible(let width):
                kept.append(scalar)
                // Letters that the script joins, such as those of Devanagari, stand side by side in most terminals.
                columns += width
                isPicture = isPicture || scalar.properties.isEmojiModifier || Self.isRegionalIndicator(scalar)
            case .space, .refused:
                self.init(scalar)
                return
            case .mark:
                markCount += 1
                guard markCount <= Self.marksMax else { continue }
                if kept.isEmpty { (kept, columns) = (["\u{25CC}"], 1) }
                kept.append(scalar)
            case .joiner:
                if !kept.isEmpty { kept.append(scalar) }
                isPicture = isPicture || scalar.properties.isEmoji
            case .selector:
                if !kept.isEmpty { kept.append(scalar) }
                if scalar == "\u{FE0F}" || scalar.value == 0x200D { isPicture = true }
            case .hidden: continue
            }
        }
        guard let first = kept.first else {
            self = .nothing
            return
        }
        if kept.count == 1 {
            self.init(first)
            return
        }
        if isPicture, first.properties.isEmoji || Self.isRegionalIndicator(first) { columns = 2 }
        self.init(scalars: kept, columns: min(2, max(1, columns)), isContested: true)
    }

    /// The most columns that any terminal takes for a cluster that is on a canvas: one that knows no sequences shows
    /// their pictures side by side.
    static func columnsMax(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { columns, scalar in
            guard case .visible(let width) = role(of: scalar) else { return columns }
            return columns + (isRegionalIndicator(scalar) ? 2 : width)
        }
    }

    /// What becomes of a scalar.
    private enum Role {
        case visible(width: Int)
        case mark, joiner, selector, space, refused, hidden
    }

    private static func role(of scalar: Unicode.Scalar) -> Role {
        let value = scalar.value
        switch value {
        case 0x20..<0x7F: return .visible(width: 1)
        case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: return .space
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: return .refused
        case 0xA0...0x2FF where value != 0xAD: return .visible(width: 1)
        case 0x200C, 0x200D, 0xFE0E, 0xFE0F: return .selector
        // Letters of a flag's name, which follow a black flag.
        case 0xE0020...0xE007F: return .joiner
        case 0xFDD0...0xFDEF: return .refused
        case _ where value & 0xFFFE == 0xFFFE: return .refused
        default: break
        }
        switch utf8proc_category(Int32(value)) {
        case UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME: return .mark
        case UTF8PROC_CATEGORY_CF: return isPrepended(value) ? .visible(width: 1) : .hidden
        case UTF8PROC_CATEGORY_CN:
            if scalar.properties.isDefaultIgnorableCodePoint { return .hidden }
            // Pictures that are younger than the table.
            return .visible(width: (0x1F000...0x1FAFF).contains(value) ? 2 : 1)
        case UTF8PROC_CATEGORY_CO: return .visible(width: 1)
        default:
            if isRegionalIndicator(scalar) { return .visible(width: 1) }
            // Hangul vowels and finals join the syllable before them.
            if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return .mark }
            if scalar.properties.isDefaultIgnorableCodePoint { return .hidden }
            return .visible(width: max(1, min(2, Int(utf8proc_charwidth(Int32(value))))))
        }
    }

    /// Signs that stand before the digits they belong to, formatting characters by category and visible all the same.
    private static func isPrepended(_ value: UInt32) -> Bool {
        (0x600...0x605).contains(value) || [0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD].contains(value)
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// Whether terminals disagree on the width of a scalar that stands alone: pictures, and what is private or unknown.
    static func isContested(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x2300 else { return false }
        if scalar.properties.isEmoji { return true }
        let category = utf8proc_category(Int32(scalar.value))
        return category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CN
    }
}
