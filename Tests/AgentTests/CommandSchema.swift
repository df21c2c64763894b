import Foundation

/// A schema of `schemas/commands`, and the part of JSON Schema (draft 2020-12) that those files use. A keyword that is
/// not checked is reported, so that a schema never says more than is checked.
struct CommandSchema {
    private static let notes: Set<String> = ["$schema", "$id", "title", "description"]

    private let schema: Any

    /// The folder of the schemas.
    static let folder: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "schemas").path) {
            folder.deleteLastPathComponent()
        }
        return folder.appending(path: "schemas/commands")
    }()

    /// Reads the schema of a file.
    init(file: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: file))
        schema = try JSONSerialization.jsonObject(with: data)
    }

    /// What is wrong with `value`, each with its path; empty when it is valid.
    func findings(_ value: Any) -> [String] { Self.findings(value, schema, "$") }

    private static func findings(_ value: Any, _ schema: Any, _ path: String) -> [String] {
        guard let schema = schema as? [String: Any] else {
            return (schema as? Bool) == false ? ["\(path): not allowed"] : []
        }
        var findings: [String] = []
        for (keyword, rule) in schema where !notes.contains(keyword) {
            findings += check(value, keyword, rule, schema, path)
        }
        return findings
    }

    private static func check(
        _ value: Any, _ keyword: String, _ rule: Any, _ schema: [String: Any], _ path: String
    ) -> [String] {
        let object = value as? [String: Any] ?? [:]
        let properties = schema["properties"] as? [String: Any] ?? [:]
        switch (keyword, rule) {
        case ("$ref", let file as String):
            guard let other = try? CommandSchema(file: file) else { return ["\(path): \(file) cannot be read"] }
            return Self.findings(value, other.schema, path)
        case ("type", let type as String): return matches(value, type) ? [] : ["\(path): no \(type)"]
        case ("enum", let values as [String]):
            return (value as? String).map(values.contains) ?? false ? [] : ["\(path): none of \(values)"]
        case ("pattern", let pattern as String):
            let isMatch = (value as? String)?.range(of: pattern, options: .regularExpression) != nil
            return isMatch ? [] : ["\(path): not of the form \(pattern)"]
        case ("minimum", let bound as NSNumber):
            let isBelow = (value as? NSNumber).map { $0.doubleValue < bound.doubleValue } ?? false
            return isBelow ? ["\(path): below \(bound)"] : []
        case ("items", _):
            return (value as? [Any] ?? []).enumerated().flatMap { findings($1, rule, "\(path)[\($0)]") }
        case ("required", let names as [String]):
            return names.filter { object[$0] == nil }.map { "\(path).\($0): missing" }
        case ("properties", _):
            return object.flatMap { name, member in
                properties[name].map { findings(member, $0, "\(path).\(name)") } ?? []
            }
        case ("additionalProperties", _):
            return object.flatMap { properties[$0] == nil ? findings($1, rule, "\(path).\($0)") : [] }
        default: return ["\(path): the keyword \(keyword) is not checked"]
        }
    }

    private static func matches(_ value: Any, _ type: String) -> Bool {
        let number = value as? NSNumber
        let isBool = number.map { String(cString: $0.objCType) == "c" } ?? false
        return switch type {
        case "string": value is String
        case "array": value is [Any]
        case "object": value is [String: Any]
        case "boolean": isBool
        case "number": number != nil && !isBool
        case "integer": number.map { !isBool && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        default: false
        }
    }
}
