import Foundation
import Glibc

/// Where a webhook may be posted: never to this machine or a private network, unless the channel says so.
///
/// The name is resolved once and the connection made to what was checked, so that a name whose meaning changes reaches
/// nothing else.
struct OutgoingAddress: Hashable, Sendable {
    /// The address as it was given.
    let url: String
    /// The host that it names.
    let host: String
    /// A numeric address of the host that may be connected to.
    let number: String

    /// Checks an address by its text alone.
    ///
    /// - Throws: `ServerError.invalidInput`.
    static func host(of url: String, allowsLocal: Bool) throws -> String {
        guard url.utf8.count <= 2000, let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil
        else {
            throw ServerError.invalidInput("--url takes https://HOST/PATH, without a name or password in it")
        }
        guard scheme == "https" || (scheme == "http" && allowsLocal) else {
            throw ServerError.invalidInput(
                "--url takes an address that begins with https://; http:// is for this machine and its network, with "
                    + "--allow-local"
            )
        }
        return host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    }

    /// Resolves and checks an address. Waits for the resolver.
    ///
    /// - Throws: `ServerError.refused` when the host has no address, or one that may not be connected to.
    init(_ url: String, allowsLocal: Bool) throws {
        host = try Self.host(of: url, allowsLocal: allowsLocal)
        self.url = url
        let numbers = Self.resolve(host)
        guard !numbers.isEmpty else { throw ServerError.refused("the host of the channel's address is not known") }
        // One bad address among good ones is how a name is made to lead inside.
        guard let first = numbers.first, numbers.allSatisfy({ Self.mayBeReached($0, allowsLocal: allowsLocal) }) else {
            throw ServerError.refused(
                "the channel's address leads to this machine or a private network; add the channel with --allow-local "
                    + "if that is meant"
            )
        }
        number = first
    }

    private static func resolve(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var numbers: [String] = []
        var next = list
        while let entry = next?.pointee {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                entry.ai_addr, entry.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST
            )
            if status == 0 {
                numbers.append(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            next = entry.ai_next
        }
        return numbers
    }

    /// Whether a numeric address is of the public network, or of a near one that is allowed. Link-local addresses,
    /// where machines keep their own secrets, never are.
    static func mayBeReached(_ number: String, allowsLocal: Bool) -> Bool {
        var v4 = in_addr()
        if inet_pton(AF_INET, number, &v4) == 1 {
            return mayBeReached(v4: withUnsafeBytes(of: &v4) { Array($0) }, allowsLocal: allowsLocal)
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, number, &v6) == 1 else { return false }
        let bytes = withUnsafeBytes(of: &v6) { Array($0) }
        // An address of the older kind in the newer's clothes: mapped, translated, or tunnelled.
        if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
            || bytes.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        {
            return mayBeReached(v4: Array(bytes[12...]), allowsLocal: allowsLocal)
        }
        if bytes.starts(with: [0x20, 0x02]) { return mayBeReached(v4: Array(bytes[2..<6]), allowsLocal: allowsLocal) }
        let isLoopback = bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
        if isLoopback || bytes[0] & 0xFE == 0xFC { return allowsLocal }
        // What is public begins with 001. Special purposes, Teredo's tunnels through any gateway among them (2001::/23),
        // and documentation (2001:db8::/32, 3fff::/20) are not.
        let isSpecial = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] & 0xFE == 0
        let isDocumentation =
            bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x3F, 0xFF]) && bytes[2] & 0xF0 == 0
        return bytes[0] & 0xE0 == 0x20 && !isSpecial && !isDocumentation
    }

    private static func mayBeReached(v4 bytes: [UInt8], allowsLocal: Bool) -> Bool {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (127, _, _), (10, _, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _): allowsLocal
        case (0, _, _), (169, 254, _), (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113),
            (224..., _, _):
            false
        default: true
        }
    }
}
