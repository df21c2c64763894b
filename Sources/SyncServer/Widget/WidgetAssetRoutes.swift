import HTTPTypes
import Hummingbird
import NIOCore
import SyncProtocol
import Widget

/// The files of the widget, which any page may load, and the sample page.
struct WidgetAssetRoutes {
    let service: WidgetService

    /// Adds the routes.
    func add(to router: Router<ServerContext>) {
        // Under its plain name the launcher is asked for anew every few minutes, so that an upgrade reaches every page.
        router.get("/widget/loader.js") { request, _ in
            script(WidgetAssets.loader, request, caching: "public, max-age=300")
        }
        for asset in [WidgetAssets.loader, WidgetAssets.panel] {
            router.get(RouterPath("/widget/\(asset.path)")) { request, _ in
                script(asset, request, caching: "public, max-age=31536000, immutable")
            }
        }
        router.get("/widget/sample") { _, _ in
            guard try service.settings().servesSample else { return Response(status: .notFound) }
            return sample()
        }
    }

    private func script(_ asset: WidgetAssets.Asset, _ request: Request, caching: String) -> Response {
        let tag = "\"\(asset.integrity)\""
        var headers: HTTPFields = [
            .contentType: "text/javascript; charset=utf-8", .cacheControl: caching, .eTag: tag,
            .accessControlAllowOrigin: "*", .xContentTypeOptions: "nosniff", .vary: "Accept-Encoding",
        ]
        headers[.init("Cross-Origin-Resource-Policy")!] = "cross-origin"
        guard request.headers[.ifNoneMatch] != tag else { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    private func sample() -> Response {
        var randomness = SystemRandomNumberGenerator()
        let nonce = Hexadecimal.encode((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &randomness) })
        let policy = """
            default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self'; \
            base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: policy,
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: WidgetAssets.sample.replacing("NONCE", with: nonce))))
    }
}
