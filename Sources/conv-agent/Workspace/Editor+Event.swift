import Scenes

extension Editor {
    /// Lets somebody write, and says how that ended.
    static func event(editing text: String) async -> SceneEvent {
        do {
            return .edited(try await edit(text))
        } catch {
            return .failed(.editor, Program.sentence(of: error))
        }
    }
}
