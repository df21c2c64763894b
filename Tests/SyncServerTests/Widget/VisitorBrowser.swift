import AsyncHTTPClient
import Foundation
import Hub
import NIOCore
import NIOHTTP1
import SyncProtocol
import SyncServer

/// A visitor's browser as the widget's server sees it: requests with an origin, a secret or a proof, and no cookies.
struct VisitorBrowser {
    /// The answer to a request.
    struct Answer {
        let status: UInt
        let headers: [String: String]
        let json: [String: Any]

        var code: String? { json["code"] as? String }
        var messages: [[String: Any]] { json["messages"] as? [[String: Any]] ?? [] }
        var cursor: String { json["cursor"] as? String ?? "" }
        var subject: String { json["subject"] as? String ?? "" }
    }

    static let origin = "https://shop.example"

    let address: String
    var origin = Self.origin
    var secret = Hexadecimal.encode((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    var session = ""

    /// A request with the session, if there is one.
    func ask(
        _ method: String, _ path: String, _ body: [UInt8]? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "\(address)/widget/v1/\(path)")
        request.method = .RAW(value: method)
        if !origin.isEmpty { request.headers.add(name: "Origin", value: origin) }
        if !session.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(session)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = Array(buffer: try await response.body.collect(upTo: 1 << 24))
        let json = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:]
        let pairs = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Answer(
            status: response.status.code, headers: Dictionary(pairs, uniquingKeysWith: { $1 }), json: json)
    }

    /// A request whose body is JSON.
    func ask(
        _ method: String, _ path: String, json: [String: Any], headers: [String: String] = [:]
    ) async throws -> Answer {
        try await ask(method, path, Array(try JSONSerialization.data(withJSONObject: json)), headers: headers)
    }

    /// Begins a session; the secret goes along unless `proof` alone is to count.
    @discardableResult
    mutating func begin(
        _ proof: [String: Any] = [:], hasSecret: Bool = true, headers: [String: String] = [:]
    ) async throws -> Answer {
        var body = proof
        if hasSecret { body["visitor"] = secret }
        session = ""
        let answer = try await ask("POST", "sessions", json: body, headers: headers)
        session = answer.json["session"] as? String ?? ""
        return answer
    }

    /// Sends a message.
    func post(_ text: String, id: String = VisitorBrowser.name(), files: [String] = []) async throws -> Answer {
        try await ask("POST", "messages", json: ["id": id, "text": text, "files": files])
    }

    /// Sends a part of a file.
    func upload(
        _ part: [UInt8], of name: String, id: String, size: Int, from start: Int = 0
    ) async throws -> Answer {
        try await ask("PUT", "uploads/\(id)?name=\(name)&size=\(size)&offset=\(start)", part)
    }

    /// Sends a whole file at once, under a new name.
    func upload(_ bytes: [UInt8], of name: String) async throws -> (id: String, answer: Answer) {
        let id = Self.name()
        return (id, try await upload(bytes, of: name, id: id, size: bytes.count))
    }

    /// The words of all messages, in order of arrival.
    func words(after cursor: String = "") async throws -> [String] {
        let path = cursor.isEmpty ? "messages" : "messages?after=\(cursor)"
        return try await ask("GET", path).messages.map(Self.words)
    }

    /// The words of a message; `deleted` for one that was deleted.
    static func words(_ message: [String: Any]) -> String {
        if message["deleted"] as? Bool == true { return "deleted" }
        let runs = (message["blocks"] as? [[String: Any]] ?? []).flatMap { $0["paragraph"] as? [[String: Any]] ?? [] }
        return runs.compactMap { $0["text"] as? String }.joined()
    }

    /// A new name in ULID form.
    static func name() -> String {
        var randomness = SystemRandomNumberGenerator()
        return Identifier(at: ServerClock.now(), using: &randomness).description
    }

    /// Reads the stream until `isDone` says so of all events so far.
    func events(
        after cursor: String? = nil, until isDone: ([Event]) -> Bool
    ) async throws -> [Event] {
        var request = HTTPClientRequest(url: "\(address)/widget/v1/events")
        request.headers.add(name: "Origin", value: origin)
        request.headers.add(name: "Authorization", value: "Bearer \(session)")
        if let cursor { request.headers.add(name: "Last-Event-ID", value: cursor) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        var text = ""
        var events: [Event] = []
        for try await chunk in response.body {
            text += String(buffer: chunk)
            while let end = text.firstRange(of: "\n\n") {
                if let event = Event(String(text[..<end.lowerBound])) { events.append(event) }
                text = String(text[end.upperBound...])
            }
            if isDone(events) { return events }
        }
        return events
    }

    /// A server-sent event.
    struct Event {
        var name = ""
        var id: String?
        var data: [String: Any] = [:]

        init?(_ text: String) {
            for line in text.split(separator: "\n") {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") {
                    let object = try? JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8))
                    data = object as? [String: Any] ?? [:]
                }
            }
            if name.isEmpty { return nil }
        }
    }
}
