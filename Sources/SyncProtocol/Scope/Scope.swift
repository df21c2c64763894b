public import Hub

/// A unit of replication and permission, in which roots are placed.
public enum Scope: Hashable, Sendable {
    /// Content, guidance, settings, people: every member.
    case workspace
    /// Users, devices, grants: every member, whole.
    case directory
    /// One user's own things and the outcomes of their changes.
    case user(Identifier)
    /// The tickets of a queue.
    case queue(String)
}

extension Scope: LosslessStringConvertible {
    /// `ws`, `directory`, `user:<id>`, `queue:<id>`.
    public var description: String {
        switch self {
        case .workspace: "ws"
        case .directory: "directory"
        case .user(let user): "user:\(user)"
        case .queue(let queue): "queue:\(queue)"
        }
    }

    /// Reads a scope; nil when `description` names none. A queue's id is 1 to 64 of `a–z 0–9 - _`.
    public init?(_ description: String) {
        switch description {
        case "ws": self = .workspace
        case "directory": self = .directory
        default:
            let parts = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "user":
                guard let user = Identifier(String(parts[1])) else { return nil }
                self = .user(user)
            case "queue":
                guard Self.isQueue(parts[1]) else { return nil }
                self = .queue(String(parts[1]))
            default: return nil
            }
        }
    }

    /// True for 1 to 64 of `a–z 0–9 - _`.
    public static func isQueue(_ id: some StringProtocol) -> Bool {
        let allowed = Array("abcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        return (1...64).contains(id.utf8.count) && id.utf8.allSatisfy(allowed.contains)
    }
}

extension Scope: Comparable {
    private var rank: Int {
        switch self {
        case .directory: 0
        case .user: 1
        case .workspace: 2
        case .queue: 3
        }
    }

    /// Orders by what a replica wants first: directory, own things, workspace, queues by name.
    public static func < (left: Scope, right: Scope) -> Bool {
        left.rank == right.rank ? left.description < right.description : left.rank < right.rank
    }
}

extension Scope: Codable {
    /// Reads the string form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let scope = Scope(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a scope")
        }
        self = scope
    }

    /// Writes the string form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
