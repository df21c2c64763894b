import Foundation

/// A file of `schemas`, and the part of JSON Schema (draft 2020-12) that those files use: type, enum, pattern, minimum,
/// maximum, items, properties, patternProperties, additionalProperties, required and references to other files. Any
/// other keyword is reported, so that a schema never says more than is checked.
package struct SchemaFile {
    private static let notes: Set<String> = ["$schema", "$id", "title", "description"]

    /// The schema itself.
    package let tree: Any
    private let folder: URL

    /// Reads a schema.
    ///
    /// - Parameter path: From `schemas` on, such as `documents/ticket.json`.
    package init(_ path: String) throws { try self.init(Repository.root.appending(path: "schemas/\(path)")) }

    private init(_ file: URL) throws {
        folder = file.deletingLastPathComponent()
        tree = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    }

    /// What is wrong with `value`, each with its path; empty when it is valid.
    package func findings(_ value: Any) -> [String] { findings(value, tree, at: "$") }

    private func findings(_ value: Any, _ schema: Any, at path: String) -> [String] {
        guard let schema = schema as? [String: Any] else {
            return (schema as? Bool) == false ? ["\(path): not allowed"] : []
        }
        var findings: [String] = []
        for (keyword, rule) in schema where !Self.notes.contains(keyword) {
            switch keyword {
            case "$ref":
                let other = (rule as? String).flatMap { try? SchemaFile(folder.appending(path: $0)) }
                findings += other?.findings(value, other?.tree ?? true, at: path) ?? ["\(path): \(rule) cannot be read"]
            case "type":
                let types = rule as? [String] ?? [rule as? String ?? ""]
                if !types.contains(where: { Self.matches(value, type: $0) }) {
                    findings.append("\(path): not \(types)")
                }
            case "enum":
                let values = rule as? [Any] ?? []
                if !values.contains(where: { ($0 as? NSObject) == (value as? NSObject) }) {
                    findings.append("\(path): not one of \(values)")
                }
            case "pattern":
                if let text = value as? String, let pattern = rule as? String, !text.matches(pattern) {
                    findings.append("\(path): does not match \(pattern)")
                }
            case "minimum":
                if let number = value as? NSNumber, let bound = rule as? NSNumber,
                    number.doubleValue < bound.doubleValue
                {
                    findings.append("\(path): below \(bound)")
                }
            case "maximum":
                if let number = value as? NSNumber, let bound = rule as? NSNumber,
                    number.doubleValue > bound.doubleValue
                {
                    findings.append("\(path): above \(bound)")
                }
            case "items":
                for (index, element) in (value as? [Any] ?? []).enumerated() {
                    findings += self.findings(element, rule, at: "\(path)[\(index)]")
                }
            case "required":
                guard let object = value as? [String: Any] else { continue }
                for name in rule as? [String] ?? [] where object[name] == nil {
                    findings.append("\(path).\(name): missing")
                }
            case "properties", "patternProperties", "additionalProperties":
                continue
            default:
                findings.append("\(path): the checker does not know the keyword \(keyword)")
            }
        }
        if let object = value as? [String: Any] { findings += members(object, schema, at: path) }
        return findings
    }

    private func members(_ object: [String: Any], _ schema: [String: Any], at path: String) -> [String] {
        let properties = schema["properties"] as? [String: Any] ?? [:]
        let patterns = schema["patternProperties"] as? [String: Any] ?? [:]
        return object.sorted { $0.key < $1.key }.flatMap { name, member -> [String] in
            var rules = patterns.filter { name.matches($0.key) }.map(\.value)
            if let rule = properties[name] { rules.append(rule) }
            if rules.isEmpty, let rule = schema["additionalProperties"] { rules.append(rule) }
            return rules.flatMap { findings(member, $0, at: "\(path).\(name)") }
        }
    }

    private static func matches(_ value: Any, type: String) -> Bool {
        switch type {
        case "null": return value is NSNull
        case "string": return value is String
        case "array": return value is [Any]
        case "object": return value is [String: Any]
        case "boolean": return (value as? NSNumber).map(isBool) ?? false
        case "number": return (value as? NSNumber).map { !isBool($0) } ?? false
        case "integer":
            return (value as? NSNumber).map { !isBool($0) && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        default: return false
        }
    }

    private static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}

extension String {
    fileprivate func matches(_ pattern: String) -> Bool { range(of: pattern, options: .regularExpression) != nil }
}
