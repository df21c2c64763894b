package import Hub

extension Model {
    /// Asks for the path of a file to attach.
    mutating func openFiles() -> [Effect] {
        picker = Picker(purpose: .file, title: "Attach a file (tab completes)", choices: [], isLoading: true)
        return [.loadPaths("")]
    }

    /// Asks which file not to attach after all.
    mutating func openAttached() -> [Effect] {
        let files = composer?.files ?? []
        picker = Picker(
            purpose: .attached, title: "Take away",
            choices: files.map { Picker.Choice(id: $0.blob, title: $0.name, detail: ByteCount.shown($0.byteCount)) })
        return []
    }

    /// Reads again what the typed path can become.
    mutating func pathChanged() -> [Effect] {
        guard let picker, picker.purpose == .file else { return [] }
        return [.loadPaths(picker.filter.text)]
    }

    /// Takes over the path under the cursor, to go on from there.
    mutating func completePath() -> [Effect] {
        guard let path = picker?.current?.id else { return [] }
        picker?.filter = TextField(path)
        picker?.selected = 0
        return pathChanged()
    }

    /// Attaches the file of a path, or looks into the folder.
    mutating func attach(_ path: String) -> [Effect] {
        guard !path.hasSuffix("/") else { return completePath() }
        picker = nil
        guard let ticket = composer?.ticket else { return [] }
        return [.attach(path, to: ticket)]
    }

    /// Puts a file that is kept by now into the text that is being written.
    mutating func attached(_ file: AttachmentReference, to ticket: Identifier) -> [Effect] {
        guard let composer, composer.ticket == ticket else {
            complain("\(file.name) was not attached: its text was closed.")
            return []
        }
        guard !composer.files.contains(where: { $0.blob == file.blob }) else {
            complain("\(file.name) is attached already.")
            return []
        }
        self.composer?.files.append(file)
        say("Attached \(file.shown).")
        return keepDraft()
    }

    /// Takes a file away again.
    mutating func detach(_ blob: String) -> [Effect] {
        composer?.files.removeAll { $0.blob == blob }
        return keepDraft()
    }
}
