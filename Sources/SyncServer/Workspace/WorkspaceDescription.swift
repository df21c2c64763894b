public import Hub

/// What stands in `server.json`: nothing secret, and nothing that the log says too, except the name for convenience.
public struct WorkspaceDescription: Hashable, Sendable, Codable {
    /// What people call the workspace.
    public var name: String
    /// The workspace.
    public let workspace: Identifier
    /// `http://host:port` or `https://host:port`, as its owner said that members reach the server; nil: nobody said so.
    public var publicAddress: String?
    /// Where the server listened last, in the same form; nil before it was served.
    public var listeningAddress: String?

    enum CodingKeys: String, CodingKey {
        case name, workspace
        case publicAddress = "public_address"
        case listeningAddress = "listening_address"
    }

    /// Describes a workspace.
    ///
    /// - Throws: `ServerError.invalidInput` for an address that links cannot name.
    public init(name: String, workspace: Identifier, publicAddress: String? = nil) throws {
        self.name = name
        self.workspace = workspace
        try publicAddress.map { try setPublicAddress($0) }
    }

    /// How members reach the server: what its owner said, else where it listened last; nil when neither is known.
    public var address: String? { publicAddress ?? listeningAddress }

    /// Whether only programs on the same machine reach `address`.
    public var isLoopback: Bool {
        guard let address, let start = address.firstRange(of: "://")?.upperBound else { return false }
        let host = address[start...]
        return host.hasPrefix("127.") || host.hasPrefix("[::1]")
            || host.prefix { $0 != ":" }.lowercased() == "localhost"
    }

    /// Takes the address that a person gave.
    ///
    /// - Throws: `ServerError.invalidInput` when links cannot name it.
    public mutating func setPublicAddress(_ text: String) throws {
        guard let address = Self.normalized(address: text) else {
            throw ServerError.invalidInput("the address must be http://HOST:PORT or https://HOST:PORT, without a path")
        }
        publicAddress = address
    }

    /// Notes where the server listens. Of every interface of a machine only the loopback's name is certain.
    public mutating func setListening(host: String, port: Int) {
        let name = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        listeningAddress = "http://\(name):\(port)"
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
