import Foundation
import HTTPTypes
import Hummingbird
import Logging
import SyncProtocol

/// Whether the server lives, how far it is, and its counters; nothing that needs a token, and nobody's words.
struct StatusRoutes {
    let core: ServerCore

    /// Adds the routes.
    func add(to router: Router<ServerContext>) {
        router.get("/health") { _, _ in
            do {
                let log = core.log
                let state = try await core.readers.run { try log.read { try $0.state } }
                return ProtocolAnswer.text("{\"status\":\"ok\",\"log\":\"\(state)\"}", type: "application/json")
            } catch {
                core.logger.error("the log cannot be read", metadata: Failure.metadata(error, endpoint: "health"))
                return ProtocolAnswer.text(
                    "{\"status\":\"failing\"}", type: "application/json", status: .serviceUnavailable
                )
            }
        }
        router.get("/v1/ws/:workspace/status") { _, context in
            do {
                try SyncRoutes.check(context.parameters.get("workspace"), core)
                let replica = core.replica
                let status = try await core.readers.run { try WorkspaceStatus(replica) }
                return ProtocolAnswer.text(try status.json, type: "application/json")
            } catch let error as ProtocolError {
                return ProtocolAnswer.response(.failure(error), asJSON: true)
            }
        }
        router.get("/metrics") { _, _ in
            let replica = core.replica
            let status = try await core.readers.run { try WorkspaceStatus(replica) }
            let text = MetricsText.render(status, core.metrics.reading)
            return ProtocolAnswer.text(text, type: "text/plain; version=0.0.4")
        }
    }
}
