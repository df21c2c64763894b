public import Hub

/// What stands in `server.json`: nothing secret, and nothing that the log says too, except the name for convenience.
public struct WorkspaceDescription: Hashable, Sendable, Codable {
    /// What people call the workspace.
    public var name: String
    /// The workspace.
    public let workspace: Identifier
    /// `http://host:port` or `https://host:port`, as invite links name the server.
    public var address: String

    /// Describes a workspace.
    public init(name: String, workspace: Identifier, address: String) {
        self.name = name
        self.workspace = workspace
        self.address = address
    }

    /// Checks an address that a person gave.
    ///
    /// - Returns: The address without a slash at its end; nil when it is none.
    public static func normalized(address: String) -> String? {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        let scheme = ["http://", "https://"].first { address.hasPrefix($0) }
        guard let scheme else { return nil }
        let rest = address.dropFirst(scheme.count)
        guard !rest.isEmpty, rest.utf8.count <= 300 else { return nil }
        return rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/#?@".utf8.contains($0) } ? address : nil
    }
}
