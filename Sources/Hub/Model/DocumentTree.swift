public import CRDT

/// A document of any kind as a tree of plain values: what is exported, and what the schemas describe.
///
/// A map is an object of its registers and children, a text a string, a set and a list arrays, a counter a number. A
/// record is an object of `id`, its immutable `fields` and what was edited since, `edits`; a list's element one of `id`,
/// `value` and its children, `fields`. Bytes are hexadecimal. An erased register is left out, an erased field of a record
/// is null. Marks of texts are left out.
public indirect enum DocumentTree: Hashable, Sendable {
    /// Nothing, or what was erased.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case integer(Int64)
    /// A number.
    case double(Double)
    /// Text, or bytes in hexadecimal.
    case string(String)
    /// Values in order.
    case array([DocumentTree])
    /// Values by name.
    case object([String: DocumentTree])

    /// Reads a document. O(document · depth).
    public init(_ document: Document) {
        let children = Dictionary(grouping: document.containers.filter { $0 != .root }) { $0.parent ?? .root }
        self = Self.map(.root, document, children)
    }

    /// Takes one value.
    public init(_ value: Value) {
        switch value {
        case .null, .erased: self = .null
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .integer(integer)
        case .double(let double): self = .double(double)
        case .string(let string): self = .string(string)
        case .bytes(let bytes):
            let digits = Array("0123456789abcdef".utf8)
            let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            self = .string(String(decoding: text, as: UTF8.self))
        }
    }

    private typealias Children = [ContainerID: [ContainerID]]

    private static func map(_ id: ContainerID, _ document: Document, _ children: Children) -> DocumentTree {
        let view = document.map(id)
        var members: [String: DocumentTree] = [:]
        for key in view.keys where view.value(key) != .erased { members[key] = DocumentTree(view.value(key)) }
        for child in children[id] ?? [] {
            // Of a register and children of several kinds under one key the first that holds something is shown.
            guard case .key(let key) = child.steps[child.steps.count - 1].name, members[key] == nil else { continue }
            members[key] = container(child, document, children)
        }
        return .object(members)
    }

    /// The tree of a container; nil when it holds nothing.
    private static func container(
        _ id: ContainerID, _ document: Document, _ children: Children
    ) -> DocumentTree? {
        switch id.kind {
        case .map:
            let tree = map(id, document, children)
            return tree == .object([:]) ? nil : tree
        case .text:
            let text = document.text(id).string
            return text.isEmpty ? nil : .string(text)
        case .set:
            let values = document.set(id).values
            return values.isEmpty ? nil : .array(values.map { DocumentTree($0) })
        case .counter:
            return .integer(document.counter(id).value)
        case .list:
            let elements = document.list(id).elements.map { element in
                var members = ["id": DocumentTree.string(element.id.description), "value": DocumentTree(element.value)]
                members["fields"] = container(id.child(element.id, .map), document, children)
                return DocumentTree.object(members)
            }
            return elements.isEmpty ? nil : .array(elements)
        case .records:
            let records = document.records(id).records.map { record in
                var members = ["id": DocumentTree.string(record.id.description)]
                members["fields"] = .object(record.fields.mapValues { DocumentTree($0) })
                members["edits"] = container(id.child(record.id, .map), document, children)
                return DocumentTree.object(members)
            }
            return records.isEmpty ? nil : .array(records)
        }
    }
}

extension DocumentTree {
    /// The tree as JSON (RFC 8259), keys ascending, without spaces. Numbers that JSON cannot write are null.
    public var json: String {
        var output = ""
        write(to: &output)
        return output
    }

    private func write(to output: inout String) {
        switch self {
        case .null: output += "null"
        case .bool(let bool): output += bool ? "true" : "false"
        case .integer(let integer): output += String(integer)
        case .double(let double): output += double.isFinite ? String(double) : "null"
        case .string(let string): Self.write(string, to: &output)
        case .array(let elements):
            output += "["
            for (position, element) in elements.enumerated() {
                if position > 0 { output += "," }
                element.write(to: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (position, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if position > 0 { output += "," }
                Self.write(member.key, to: &output)
                output += ":"
                member.value.write(to: &output)
            }
            output += "}"
        }
    }

    private static func write(_ string: String, to output: inout String) {
        output += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
