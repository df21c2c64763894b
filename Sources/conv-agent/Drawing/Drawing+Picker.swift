import Scenes
import TerminalCanvas

/// Lists to choose from, above everything else.
extension Drawing {
    func draw(_ picker: PickerView, on canvas: inout Canvas) {
        let longest = picker.choices.prefix(200).reduce(0) { longest, choice in
            max(longest, width(of: choice.title) + min(60, width(of: choice.detail)) + 12)
        }
        let columns = min(max(longest, width(of: picker.title) + 8, 44), max(20, canvas.size.columns - 4))
        let rows = min(picker.choices.count + 3, max(5, canvas.size.rows - 4))
        let footer = picker.isMultiple ? "space turns on and off · left: fields" : ""
        let frame = Frame(
            title: TextLine(picker.title, theme.heading),
            footer: footer.isEmpty ? TextLine() : TextLine(footer, theme.muted),
            isFocused: true)
        let inside = Popup(frame, size: Size(columns: columns, rows: max(5, rows)))
            .draw(on: &canvas, in: canvas.bounds, theme: theme)
        canvas.write(TextLine("> ", theme.key), in: inside.line(0))
        TextArea(picker.filter.text, cursor: picker.filter.cursor, placeholder: "type to find", isMultiline: false)
            .draw(on: &canvas, in: inside.line(0).dropFirst(columns: 2), theme: theme)
        let place = inside.dropFirst(rows: 1)
        guard !picker.choices.isEmpty else {
            canvas.write(TextLine(picker.isLoading ? "Counting …" : "Nothing fits.", theme.muted), in: place)
            return
        }
        let list = ListView(count: picker.choices.count, selected: picker.selected, top: 0)
        list.draw(on: &canvas, in: place, theme: theme, target: { Target.choice($0).description }) {
            canvas, row, index in
            draw(picker.choices[index], isMultiple: picker.isMultiple, on: &canvas, in: row)
        }
    }

    private func draw(_ choice: Picker.Choice, isMultiple: Bool, on canvas: inout Canvas, in row: Rect) {
        let isOff = choice.obstacle != nil
        var line = TextLine()
        if isMultiple { line += TextLine(choice.isOn ? "[x] " : "[ ] ", theme.accent) }
        line += TextLine(choice.title, isOff ? theme.muted : theme.text)
        let end = choice.count.map { $0 > 1000 ? "1,000+" : TicketsText.grouped($0) } ?? choice.key ?? ""
        let sides = row.columns([.fraction(1), .fixed(width(of: end))], gap: 1)
        let detail = choice.obstacle ?? choice.detail
        if choice.isOn, !isMultiple { line += TextLine(theme.isASCII ? " *" : " ✓", theme.accent) }
        line += TextLine("  \(detail)", theme.muted)
        canvas.write(line, in: sides[0])
        canvas.write(TextLine(end, choice.count == nil ? theme.key : theme.muted), in: sides[1], alignment: .trailing)
    }
}
