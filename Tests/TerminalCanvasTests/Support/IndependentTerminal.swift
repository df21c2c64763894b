import CVTerm

@testable import TerminalCanvas

/// libvterm, a terminal of other people's making, as a judge of what a frame makes a terminal show.
final class IndependentTerminal {
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private let callbacks: UnsafeMutablePointer<VTermScreenCallbacks>
    private let modes: UnsafeMutablePointer<Modes>

    /// What programs may change and must give back.
    struct Modes: Equatable {
        var isCursorVisible = true
        var isAlternate = false
        var mouse: Int32 = 0
        var cursor = VTermPos(row: 0, col: 0)

        static func == (left: Modes, right: Modes) -> Bool {
            left.isCursorVisible == right.isCursorVisible && left.isAlternate == right.isAlternate
                && left.mouse == right.mouse
        }
    }

    init(size: Size) {
        terminal = vterm_new(Int32(size.rows), Int32(size.columns))
        vterm_set_utf8(terminal, 1)
        screen = vterm_obtain_screen(terminal)
        vterm_screen_enable_altscreen(screen, 1)
        modes = .allocate(capacity: 1)
        modes.initialize(to: Modes())
        callbacks = .allocate(capacity: 1)
        callbacks.initialize(to: VTermScreenCallbacks())
        callbacks.pointee.settermprop = { property, value, user in
            guard let modes = user?.assumingMemoryBound(to: Modes.self), let value else { return 0 }
            switch property {
            case VTERM_PROP_CURSORVISIBLE: modes.pointee.isCursorVisible = value.pointee.boolean != 0
            case VTERM_PROP_ALTSCREEN: modes.pointee.isAlternate = value.pointee.boolean != 0
            case VTERM_PROP_MOUSE: modes.pointee.mouse = value.pointee.number
            default: break
            }
            return 1
        }
        callbacks.pointee.movecursor = { position, _, _, user in
            user?.assumingMemoryBound(to: Modes.self).pointee.cursor = position
            return 1
        }
        vterm_screen_set_callbacks(screen, callbacks, modes)
        vterm_screen_reset(screen, 1)
    }

    deinit {
        vterm_free(terminal)
        callbacks.deallocate()
        modes.deallocate()
    }

    /// What is set.
    var state: Modes { modes.pointee }

    /// Where the cursor is.
    var cursor: Point { Point(column: Int(state.cursor.col), row: Int(state.cursor.row)) }

    /// Takes another size.
    func resize(_ size: Size) { vterm_set_size(terminal, Int32(size.rows), Int32(size.columns)) }

    /// Shows bytes.
    func feed(_ bytes: some Collection<UInt8>) {
        let characters = bytes.map { CChar(bitPattern: $0) }
        _ = vterm_input_write(terminal, characters, characters.count)
        vterm_screen_flush_damage(screen)
    }

    /// A cell.
    func cell(_ column: Int, _ row: Int) -> VTermScreenCell {
        var cell = VTermScreenCell()
        vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell)
        return cell
    }

    /// The words of a row, without the blanks at its end.
    func line(_ row: Int, columns: Int) -> String {
        var text = (0..<columns).map { scalars($0, row).map { String($0) }.joined() }.joined()
        while text.last == " " { text.removeLast() }
        return text
    }

    /// What a cell shows: a blank is a space, the second half of something wide is nothing.
    func scalars(_ column: Int, _ row: Int) -> [Unicode.Scalar] {
        let cell = cell(column, row)
        let values = withUnsafeBytes(of: cell.chars) { Array($0.bindMemory(to: UInt32.self)) }
        if values[0] == UInt32.max { return [] }
        let shown = values.prefix { $0 != 0 }.compactMap(Unicode.Scalar.init)
        return shown.isEmpty ? [" "] : shown
    }

    /// How a cell looks, in the words of a canvas; attributes that it does not know are left out.
    func style(_ column: Int, _ row: Int) -> Style {
        let cell = cell(column, row)
        var attributes: Style.Attributes = []
        if cell.attrs.bold != 0 { attributes.insert(.bold) }
        if cell.attrs.italic != 0 { attributes.insert(.italic) }
        if cell.attrs.underline != 0 { attributes.insert(.underline) }
        if cell.attrs.reverse != 0 { attributes.insert(.reverse) }
        if cell.attrs.strike != 0 { attributes.insert(.strikethrough) }
        return Style(foreground: colour(cell.fg), background: colour(cell.bg), attributes)
    }

    private func colour(_ colour: VTermColor) -> Colour {
        if Int(colour.type) & 0x06 != 0 { return .standard }
        if Int(colour.type) & 0x01 != 0 { return .palette(colour.indexed.idx) }
        return .rgb(colour.rgb.red, colour.rgb.green, colour.rgb.blue)
    }
}
