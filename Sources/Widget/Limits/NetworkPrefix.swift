/// The network that an address belongs to: what limits count by, without knowing who exactly it is.
package enum NetworkPrefix {
    /// The first three bytes of an IPv4 address, the first six of an IPv6 address.
    package static func prefix(of address: String) -> String {
        if address.contains(":"), !address.contains(".") {
            let groups = address.split(separator: ":", omittingEmptySubsequences: false)
            // What stands before the gap of zeros is all that there is, up to three groups.
            let head = groups.prefix { !$0.isEmpty }.prefix(3)
            return head.joined(separator: ":") + "::/48"
        }
        let bytes = (address.split(separator: ":").last ?? "").split(separator: ".")
        return bytes.count == 4 ? bytes.prefix(3).joined(separator: ".") + ".0/24" : "unknown"
    }
}
