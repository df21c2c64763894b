/// One row of the table of commands.
package struct Command: Hashable, Sendable {
    /// Its name.
    package let id: CommandID
    /// What it does, as the palette and the hint line say it.
    package let title: String
    /// A sentence for the palette and the manual.
    package let explanation: String
    /// Its keys; the first is the one that is shown. Two keys one after the other are written with a space between.
    package let keys: [Key]
    /// Where it can be given.
    package let scenes: [SceneName]
    /// Its place in the hint line, the smallest first; nil: only in the palette and the help.
    package let hint: Int?

    init(
        _ id: CommandID, _ title: String, _ explanation: String, keys: [Key], in scenes: [SceneName], hint: Int? = nil
    ) {
        self.id = id
        self.title = title
        self.explanation = explanation
        self.keys = keys
        self.scenes = scenes
        self.hint = hint
    }
}
