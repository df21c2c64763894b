import CSodium
import Foundation

/// The files that browsers load, made from the sources in `Assets` when they are asked for first.
///
/// Making is putting together, and leaving out comments, empty lines and indentation: what is served reads like what is
/// written, and is the same on every machine.
package enum WidgetAssets {
    /// A file as it is served.
    package struct Asset: Sendable {
        /// Its bytes.
        package let bytes: [UInt8]
        /// Its hash in the form of subresource integrity.
        package let integrity: String
        /// Where it stands below the widget's address, for ever the same bytes.
        package let path: String

        init(_ text: String, name: String) {
            bytes = Array(text.utf8)
            var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
            crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
            integrity = "sha256-" + Data(hash).base64EncodedString()
            path = "assets/\(Base64URL.encode(Array(hash[..<12])))/\(name)"
        }
    }

    /// The launcher.
    package static let loader = Asset(compact(PackageResources.loader_js), name: "loader.js")
    /// The panel: its parts in one scope of their own, and its style sheet.
    package static let panel = Asset(
        "(() => {\n\"use strict\";\nconst sheet = `\(compact(PackageResources.panel_css))`;\n"
            + [
                PackageResources.dom_js, PackageResources.store_js, PackageResources.api_js, PackageResources.stream_js,
                PackageResources.tabs_js, PackageResources.outbox_js, PackageResources.view_js,
                PackageResources.panel_js,
            ].map(compact).joined() + "})();\n",
        name: "panel.js"
    )
    /// The page on which everybody can try the widget; `NONCE` stands where its policy's nonce goes.
    package static let sample = String(decoding: PackageResources.sample_html, as: UTF8.self)

    /// Leaves out indentation, empty lines, and lines and blocks that are a comment.
    private static func compact(_ bytes: [UInt8]) -> String {
        var isInComment = false
        var result = ""
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("/*") { isInComment = true }
            let isComment = isInComment || text.isEmpty || text.hasPrefix("//")
            if text.hasSuffix("*/") { isInComment = false }
            if !isComment { result += text + "\n" }
        }
        return result
    }
}
