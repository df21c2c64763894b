import Foundation
import FoundationNetworking
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct BadRequestTests {
    private struct Case: Sendable {
        let path: String
        let body: [UInt8]
        var token: String?
        let status: Int
        let code: ProtocolError.Code
    }

    private static func cases(_ workspace: Identifier) -> [Case] {
        let other = "00000000000000000000000000"
        let pull = Request.pull(SyncCursor()).encoded
        return [
            Case(path: "/v1/hello", body: [], status: 400, code: .malformed),
            Case(path: "/v1/hello", body: [UInt8](repeating: 255, count: 5000), status: 400, code: .malformed),
            Case(
                path: "/v1/hello", body: [UInt8](repeating: 0, count: Limits().requestByteCountMax + 1), status: 413,
                code: .tooLarge
            ),
            Case(path: "/v1/ws/\(other)/pull", body: pull, status: 404, code: .unknownWorkspace),
            Case(path: "/v1/ws/\(workspace)/pull", body: pull, status: 401, code: .unauthenticated),
            Case(path: "/v1/ws/\(workspace)/pull", body: pull, token: "zz", status: 401, code: .unauthenticated),
            Case(
                path: "/v1/ws/\(workspace)/push", body: [1, 2, 3], token: String(repeating: "0", count: 112),
                status: 400, code: .malformed
            ),
            Case(
                path: "/v1/ws/\(workspace)/pull", body: pull, token: String(repeating: "0", count: 112), status: 401,
                code: .unauthenticated
            ),
        ]
    }

    private static func post(_ item: Case, _ address: String) async throws -> (Int, Response) {
        var request = URLRequest(url: try #require(URL(string: address + item.path)))
        request.httpMethod = "POST"
        request.httpBody = Data(item.body)
        if let token = item.token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, try Response(body: Array(data)))
    }

    @Test func `a bad request gets an error that says what is wrong, and is counted`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            for item in Self.cases(folder.description.workspace) {
                let (status, response) = try await Self.post(item, address)
                guard case .failure(let error) = response else {
                    Issue.record("\(item.path) was not refused")
                    continue
                }
                #expect(status == item.status, "\(item.path)")
                #expect(error.code == item.code, "\(item.path)")
                #expect(!error.explanation.isEmpty)
            }
            let url = try #require(URL(string: "\(address)/metrics"))
            let metrics = String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
            #expect(metrics.contains("conversations_refused_total{code=\"malformed\"} 3"))
            #expect(metrics.contains("conversations_refused_total{code=\"unauthenticated\"} 3"))
        }
    }

    @Test func `the status of a workspace names nobody`() async throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        try await RunningServer.with(folder) { address in
            _ = try await Teammate.joined(folder, at: address, name: "Noor Unmistakable")
            let path = "\(address)/v1/ws/\(folder.description.workspace)/status"
            let (data, _) = try await URLSession.shared.data(from: try #require(URL(string: path)))
            let text = String(decoding: data, as: UTF8.self)
            #expect(text.contains("\"state\":\"open\""))
            #expect(!text.contains("Unmistakable"))
        }
    }
}
