import Replica
import Scenes
import TerminalCanvas

/// The workspace line by line: for screen readers and slow connections.
extension WorkspaceProgram: LineProgram {
    func plain(_ model: Model) -> String { PlainScene(scene(of: model)).text + help(model) + "\n" }

    func meaning(of line: String, in model: Model) -> LineMeaning<SceneEvent> {
        let words = line.split(separator: " ").joined(separator: " ")
        if words.isEmpty { return .events([]) }
        if words.hasPrefix("/"), words.count > 1 { return command(String(words.dropFirst()), in: model) }
        if isAsking(model) { return .events([.paste(line), .key("enter")]) }
        if model.composer != nil { return .events([.paste(line + "\n")]) }
        if words.hasPrefix("#") { return ticket(words, in: model) }
        return command(words, in: model)
    }

    /// Whether a list of choices or the search line waits for words.
    private func isAsking(_ model: Model) -> Bool {
        model.picker != nil || model.inbox.search != nil && model.place == .tickets
    }

    /// What can be typed now, in a sentence.
    private func help(_ model: Model) -> String {
        if model.picker != nil { return "Type the start of a choice; /back leaves." }
        if isAsking(model) { return "Type what to search for; /back leaves." }
        if model.composer != nil {
            return "Lines are added to the text; /send sends it, /editor goes on in an editor, /back leaves."
        }
        return "Type a command, such as palette, or a ticket of the list, such as #12; an empty line reads this again."
    }

    private func ticket(_ name: String, in model: Model) -> LineMeaning<SceneEvent> {
        guard model.place == .tickets,
            let index = model.inbox.rows.firstIndex(where: { $0.ticket.summary.shownName == name })
        else {
            return .nothing("There is no ticket \(name) here.")
        }
        // A click on the row under the cursor opens it.
        let click = SceneEvent.click(.row(index))
        return .events(index == model.inbox.selected ? [click] : [click, click])
    }

    /// A command by its name, else by a key.
    private func command(_ words: String, in model: Model) -> LineMeaning<SceneEvent> {
        let name = words.lowercased().replacing(" ", with: "-")
        if name == CommandID.back.rawValue, isAsking(model) { return .events([.key("esc")]) }
        if let id = CommandID(rawValue: name) { return .events([.click(.command(id))]) }
        let keys = words.split(separator: " ").compactMap { Key(written: String($0)) }
        if keys.count == words.split(separator: " ").count { return .events(keys.map { .key($0) }) }
        return .nothing("There is no such command; palette lists them.")
    }
}
