import Foundation
import Scenes

/// The paths that a typed beginning can become.
enum PathCompletion {
    /// How many are offered at most.
    private static let countMax = 200

    /// What a typed path means to this program: `~/` is the home folder.
    static func path(_ typed: String) -> String {
        typed == "~" || typed.hasPrefix("~/") ? NSHomeDirectory() + typed.dropFirst() : typed
    }

    /// Files and folders whose paths begin as typed, whatever the letters' case; folders end with a slash. Hidden ones
    /// come when a dot is typed.
    static func choices(_ typed: String) -> [Picker.Choice] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let beginning = typed.dropFirst(folder.count).lowercased()
        let place = folder.isEmpty ? "." : path(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        let fitting = names.filter { name in
            name.lowercased().hasPrefix(beginning) && (!name.hasPrefix(".") || beginning.hasPrefix("."))
        }
        return fitting.sorted().prefix(countMax).map { name in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: URL(filePath: "\(place)/\(name)").resolvingSymlinksInPath().path)
            let isFolder = attributes?[.type] as? FileAttributeType == .typeDirectory
            let size = isFolder ? nil : (attributes?[.size] as? NSNumber)?.int64Value
            return Picker.Choice(
                id: folder + name + (isFolder ? "/" : ""), title: name + (isFolder ? "/" : ""),
                detail: size.map(ByteCount.shown) ?? "")
        }
    }
}
