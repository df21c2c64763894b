/// Which module may import what. A module sees only modules above it in this table.
enum Layers {
    /// What one module may import.
    struct Layer {
        /// Modules of this package.
        let modules: Set<String>
        /// Modules from outside this package.
        let outside: Outside
    }

    /// The outside modules of a layer.
    enum Outside {
        /// These and no others.
        case only(Set<String>)
        /// All but modules that start with one of these names.
        case anyExcept(Set<String>)
    }

    private static let core: Set<String> = ["CRDT", "Hub", "SyncProtocol", "CSodium"]
    private static let terminalsAndCommands: Set<String> = ["ArgumentParser"]
    private static let servers: Set<String> = ["Hummingbird"]

    /// The table. A new folder in `Sources` needs a row here.
    static let table: [String: Layer] = [
        "CSodium": Layer(modules: [], outside: .only([])),
        "CGMime": Layer(modules: [], outside: .only([])),
        "CGumbo": Layer(modules: [], outside: .only([])),
        "CUTF8Proc": Layer(modules: [], outside: .only([])),
        "TerminalCanvas": Layer(
            modules: ["CUTF8Proc"], outside: .only(["Foundation", "Glibc", "Synchronization"])
        ),
        "CRDT": Layer(modules: [], outside: .only([])),
        "Hub": Layer(modules: ["CRDT"], outside: .only(["Foundation"])),
        "SyncProtocol": Layer(modules: ["CRDT", "Hub", "CSodium"], outside: .only(["Foundation", "Synchronization"])),
        "ImportFormats": Layer(modules: ["CRDT", "Hub", "CGMime", "CGumbo"], outside: .only(["Foundation", "Glibc"])),
        "Replica": Layer(modules: core, outside: .anyExcept(servers.union(terminalsAndCommands))),
        "Assistant": Layer(modules: ["CRDT", "Hub"], outside: .only(["Foundation"])),
        "Widget": Layer(modules: core.union(["Replica"]), outside: .only(["Foundation", "Synchronization"])),
        "Scenes": Layer(modules: core.union(["Replica", "Assistant"]), outside: .only(["Foundation"])),
        "Channels": Layer(
            modules: core.union(["Replica", "Assistant"]), outside: .only(["Foundation", "GRDB", "Synchronization"])
        ),
        "SyncServer": Layer(
            modules: core.union(["Replica", "ImportFormats", "Assistant", "Scenes", "Channels", "Widget"]),
            outside: .anyExcept(terminalsAndCommands)
        ),
        "Simulation": Layer(
            modules: core.union(["Replica", "SyncServer", "Assistant"]),
            outside: .anyExcept(servers.union(terminalsAndCommands))
        ),
        "conv-simulate": Layer(modules: core.union(["Simulation"]), outside: .anyExcept(["GRDB"])),
        "conv-server": Layer(
            modules: core.union(["Replica", "ImportFormats", "SyncServer", "Channels"]), outside: .anyExcept(["GRDB"])
        ),
        "conv-agent": Layer(
            modules: core.union(["Replica", "Assistant", "Scenes", "TerminalCanvas"]),
            outside: .anyExcept(servers.union(["GRDB"]))
        ),
    ]

    /// The imports of a file that its module may not have.
    static func findings(in file: SourceFile) -> [Finding] {
        guard let module = file.module else { return [] }
        guard let layer = table[module] else {
            return [Finding(path: file.path, line: 1, message: "\(module) has no row in the table of layers; add one")]
        }
        return file.code.indices.compactMap { index in
            guard let imported = importedModule(file.code[index]), !allows(layer, imported) else { return nil }
            return Finding(path: file.path, line: index + 1, message: "\(module) may not import \(imported)")
        }
    }

    /// The module that a line imports: `GRDB` for `public import struct GRDB.Row`.
    static func importedModule(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import") else { return nil }
        let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        guard words[..<keyword].allSatisfy({ modifiers.contains($0) || $0.hasPrefix("@") }) else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = words[(keyword + 1)...].first { !kinds.contains($0) }
        return name?.split(separator: ".").first.map(String.init)
    }

    private static func allows(_ layer: Layer, _ imported: String) -> Bool {
        if table[imported] != nil { return layer.modules.contains(imported) }
        switch layer.outside {
        case .only(let names): return names.contains(imported)
        case .anyExcept(let prefixes): return !prefixes.contains { imported.hasPrefix($0) }
        }
    }
}
