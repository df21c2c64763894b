/// A sequence of `ESC [`, parameters and a final letter, and what it reports.
struct ControlSequence {
    /// `<`, `?`, `>` or `=` before the parameters.
    private let marker: UInt8?
    private let parameters: [Int]
    private let final: UInt8

    /// Takes what stands between `ESC [` and the final letter.
    init(body: ArraySlice<UInt8>, final: UInt8) {
        let marker = body.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
        self.marker = marker
        self.final = final
        let digits = marker == nil ? body : body.dropFirst()
        parameters = digits.split(separator: UInt8(ascii: ";"), maxSplits: 15, omittingEmptySubsequences: false).map {
            // What follows a colon refines a parameter and is of no use here. No terminal has five-digit numbers.
            $0.prefix(5).prefix { (0x30...0x39).contains($0) }.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }
    }

    /// What it reports.
    var report: ByteReader.Report {
        switch marker {
        case UInt8(ascii: "<"): return mouse.map { .input(.mouse($0)) } ?? .nothing
        case nil: break
        default: return .nothing
        }
        switch final {
        case UInt8(ascii: "I"): return .input(.focus(true))
        case UInt8(ascii: "O"): return .input(.focus(false))
        case UInt8(ascii: "~") where parameter(0) == 200: return .pasteStart
        case UInt8(ascii: "~"): return key(ofNumber: parameter(0))
        case UInt8(ascii: "u"): return key(ofScalar: parameter(0), modifiers)
        // The third function key shares its letter with the report of the cursor's place.
        case UInt8(ascii: "R") where parameters.count > 1 && parameter(0) != 1: return .nothing
        default: return Self.key(final: final, modifiers).map { .input(.key($0)) } ?? .nothing
        }
    }

    private func parameter(_ index: Int) -> Int { index < parameters.count ? parameters[index] : 0 }

    /// The second parameter less one: bits for Shift, Alt and Control.
    private var modifiers: Key.Modifiers { Self.modifiers(bits: parameter(1) - 1) }

    private static func modifiers(bits: Int) -> Key.Modifiers {
        guard bits > 0 else { return [] }
        return Key.Modifiers(rawValue: UInt8(bits & 7))
    }

    /// The key of a final letter, after `ESC [` or `ESC O`; nil when there is none.
    static func key(final: UInt8, _ modifiers: Key.Modifiers) -> Key? {
        switch final {
        case UInt8(ascii: "A"): Key(.up, modifiers)
        case UInt8(ascii: "B"): Key(.down, modifiers)
        case UInt8(ascii: "C"): Key(.right, modifiers)
        case UInt8(ascii: "D"): Key(.left, modifiers)
        case UInt8(ascii: "H"): Key(.home, modifiers)
        case UInt8(ascii: "F"): Key(.end, modifiers)
        case UInt8(ascii: "P")...UInt8(ascii: "S"): Key(.function(Int(final) - 0x4F), modifiers)
        case UInt8(ascii: "Z"): Key(.tab, modifiers.union(.shift))
        default: nil
        }
    }

    private func key(ofNumber number: Int) -> ByteReader.Report {
        let code: Key.Code? =
            switch number {
            case 1, 7: .home
            case 2: .insert
            case 3: .delete
            case 4, 8: .end
            case 5: .pageUp
            case 6: .pageDown
            case 11...15: .function(number - 10)
            case 17...21: .function(number - 11)
            case 23...26: .function(number - 12)
            case 28, 29: .function(number - 13)
            case 31...34: .function(number - 14)
            default: nil
            }
        if number == 27, parameters.count > 2 { return key(ofScalar: parameter(2), modifiers) }
        return code.map { .input(.key(Key($0, modifiers))) } ?? .nothing
    }

    private func key(ofScalar value: Int, _ modifiers: Key.Modifiers) -> ByteReader.Report {
        let code: Key.Code? =
            switch value {
            case 9: .tab
            case 13: .enter
            case 27: .escape
            case 127, 8: .backspace
            default:
                Unicode.Scalar(UInt32(value)).flatMap { scalar in
                    (0x20..<0x7F).contains(value) || value >= 0xA0 ? .character(Character(scalar)) : nil
                }
            }
        guard let code else { return .nothing }
        guard case .character(let character) = code else { return .input(.key(Key(code, modifiers))) }
        // Shift shows in what a character writes, except beside Control, where terminals differ.
        let isCapital = modifiers.contains(.shift) && !modifiers.contains(.control)
        let written = isCapital ? character.uppercased().first ?? character : character
        return .input(.key(Key(.character(written), modifiers.subtracting(.shift))))
    }

    /// A report of the mouse: button and modifiers, column, row, and whether a button went down.
    private var mouse: Mouse? {
        let isPress = final == UInt8(ascii: "M")
        guard isPress || final == UInt8(ascii: "m"), parameters.count == 3, parameter(1) > 0, parameter(2) > 0 else {
            return nil
        }
        let bits = parameter(0)
        var held: Key.Modifiers = []
        if bits & 4 != 0 { held.insert(.shift) }
        if bits & 8 != 0 { held.insert(.alt) }
        if bits & 16 != 0 { held.insert(.control) }
        let button: Mouse.Button? = [.left, .middle, .right, nil][bits & 3]
        let action: Mouse.Action?
        if bits & 64 != 0 {
            action = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight][bits & 3]
        } else if bits & 32 != 0 {
            action = button.map { .drag($0) } ?? .move
        } else {
            action = button.map { isPress ? .press($0) : .release($0) }
        }
        return action.map { Mouse($0, at: Point(column: parameter(1) - 1, row: parameter(2) - 1), held) }
    }
}
