import CRDT
import Hub
import SyncProtocol

/// Who speaks in which ticket, read from the log in its own order: what the assistant says is compared with it.
struct SpeechModel {
    /// Changes by which a teammate gave a conversation back.
    var returns: Set<ChangeID> = []
    /// Changes that switched the assistant on or off.
    var switches: [ChangeID: Bool] = [:]
    /// What the assistant has written, with its ticket, in any log that ever was.
    private(set) var written: [ChangeID: Identifier] = [:]
    /// Tickets of which a restored log had lost what the assistant wrote: what is decided anew may come back as well.
    private(set) var excused: Set<Identifier> = []
    private var held: Set<Identifier> = []
    private var isOn = true

    /// Reads an edit that the log has taken.
    ///
    /// - Returns: Which invariant it breaks; nil when all hold.
    mutating func follow(_ edit: LogModel.Edit, server: Identifier, _ directory: Directory) -> String? {
        if let isOn = switches[edit.id] { self.isOn = isOn }
        if returns.contains(edit.id) { held.remove(edit.root) }
        let isPublic = edit.document == edit.root.publicDiscussion
        guard edit.author == .assistant else {
            let isTeammate = edit.author == nil && directory.devices[edit.actor]?.user != server
            if isPublic, isTeammate { held.insert(edit.root) }
            return nil
        }
        // What members bring back to a restored log was said before.
        guard written.updateValue(edit.root, forKey: edit.id) == nil, isPublic else { return nil }
        if held.contains(edit.root) { return "the assistant talks over a person in \(edit.root)" }
        return isOn ? nil : "the assistant speaks in \(edit.root) though it is switched off"
    }

    /// Reads another log from its beginning.
    mutating func beginAnew() { (held, isOn) = ([], true) }

    /// Notes what a restored log lacks.
    mutating func noteLosses(except accepted: Set<ChangeID>) {
        excused.formUnion(written.lazy.filter { !accepted.contains($0.key) }.map(\.value))
    }
}
