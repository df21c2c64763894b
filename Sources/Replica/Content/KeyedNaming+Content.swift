public import Hub
public import SyncProtocol

extension KeyedNaming {
    /// The names of articles and guidance of a workspace, which every member finds alike: they are nobody's secret.
    public static func content(of workspace: Identifier) -> KeyedNaming {
        KeyedNaming(key: Hash.blake2b(Array("content \(workspace)".utf8)), realm: "import")
    }
}
