import AsyncHTTPClient
import NIOCore

extension OutgoingAddress {
    /// A client that connects to the address that was checked and to no other: it follows no redirect, and a name that
    /// means something else by now leads nowhere. Whoever asked for it shuts it down.
    func client(patienceSeconds: Int64) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(patienceSeconds), read: .seconds(patienceSeconds))
        )
        configuration.dnsOverride = [host: number]
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
