import CRDT
import Hub
import SyncProtocol

/// Answers of the protocol as JSON, for people who look at a connection; never parsed by a client.
///
/// It shows what frames are and where they stand, and no words of customers.
enum DebugView {
    /// The JSON of an answer.
    static func json(of response: SyncProtocol.Response) -> String {
        switch response {
        case .hello(let hello):
            object([
                "kind": .string("hello"), "version": .integer(Int64(hello.version)),
                "history": .string(hello.history.description), "server_time": .integer(hello.serverTime.milliseconds),
            ])
        case .authenticated(_, let expires):
            object(["kind": .string("authenticated"), "expires": .integer(expires.milliseconds)])
        case .joined(let joined): object(["kind": .string("joined"), "user": .string(joined.user.description)])
        case .enrolled: object(["kind": .string("enrolled")])
        case .noted: object(["kind": .string("noted")])
        case .held(let count):
            object(["kind": .string("held"), "byte_count": .integer(Int64(clamping: count))])
        case .piece(let bytes):
            object(["kind": .string("piece"), "byte_count": .integer(Int64(bytes.count))])
        case .writing(let customers): object(["kind": .string("writing"), "count": .integer(Int64(customers.count))])
        case .outcomes(let outcomes):
            object(["kind": .string("outcomes"), "outcomes": .array(outcomes.map(tree))])
        case .frames(let frames): object(["kind": .string("frames"), "frames": .array(frames.map(tree))])
        case .repaired(let response):
            object([
                "kind": .string("repaired"), "history": .string(response.history.description),
                "taken": .integer(Int64(clamping: response.taken)),
            ])
        case .failure(let error):
            object([
                "kind": .string("failure"), "code": .string(error.code.rawValue),
                "explanation": .string(error.explanation),
            ])
        }
    }

    private static func object(_ members: [String: DocumentTree]) -> String { DocumentTree.object(members).json }

    private static func tree(_ outcome: PushOutcome) -> DocumentTree {
        var members: [String: DocumentTree] = [
            "actor": .string(outcome.reference.actor.description),
            "number": .integer(Int64(clamping: outcome.reference.number)),
        ]
        switch outcome.result {
        case .accepted(let sequence, _):
            members["result"] = .string("accepted")
            members["sequence"] = .integer(Int64(clamping: sequence))
        case .duplicate(let sequence):
            members["result"] = .string("duplicate")
            members["sequence"] = .integer(Int64(clamping: sequence))
        case .parked(let code, let explanation):
            members["result"] = .string("parked")
            members["code"] = .string(code)
            members["explanation"] = .string(explanation)
        case .equivocation: members["result"] = .string("equivocation")
        case .gap(let expected):
            members["result"] = .string("gap")
            members["expected"] = .integer(Int64(clamping: expected))
        }
        return .object(members)
    }

    private static func tree(_ frame: Frame) -> DocumentTree {
        switch frame {
        case .batch(let header):
            .object(["frame": .string("batch"), "changes": .integer(Int64(header.ids.count))])
        case .scopeOpen(let scope, _, _, let target):
            .object([
                "frame": .string("scope_open"), "scope": .string(scope.description),
                "target": .integer(Int64(clamping: target)),
            ])
        case .scopeClose(let scope): .object(["frame": .string("scope_close"), "scope": .string(scope.description)])
        case .carried(let change, _): .object(members(of: change, "carried"))
        case .row(let row): tree(row)
        case .checkpoint(let checkpoint):
            .object([
                "frame": .string("checkpoint"), "sequence": .integer(Int64(clamping: checkpoint.cursor.sequence)),
                "has_more": .bool(checkpoint.hasMore),
            ])
        case .keepalive(let instant): .object(["frame": .string("keepalive"), "at": .integer(instant.milliseconds)])
        }
    }

    private static func tree(_ row: Frame.Row) -> DocumentTree {
        var members: [String: DocumentTree]
        switch row.body {
        case .change(let change): members = Self.members(of: change, "change")
        case .into(let change): members = Self.members(of: change, "into")
        case .out(let root, _, _, _): members = ["frame": .string("out"), "root": .string(root.description)]
        case .hidden(let id, _, _): members = ["frame": .string("hidden"), "id": .string(id.description)]
        case .void(let void, _, _): members = ["frame": .string("void"), "code": .string(void.code)]
        }
        members["scope"] = .string(row.scope.description)
        members["scope_sequence"] = .integer(Int64(clamping: row.scopeSequence))
        members["sequence"] = .integer(Int64(clamping: row.body.sequence))
        return .object(members)
    }

    private static func members(of stamped: StampedChange, _ frame: String) -> [String: DocumentTree] {
        [
            "frame": .string(frame), "sequence": .integer(Int64(clamping: stamped.sequence)),
            "id": .string(stamped.change.id.description),
            "kind": .integer(Int64(stamped.change.envelope.kind.rawValue)),
            "root": .string(stamped.change.envelope.root.description),
            "bytes": .integer(Int64(stamped.change.header.count)),
        ]
    }
}
