extension Secrets {
    /// Hides private keys in PEM form, with their first and last lines; one that is cut off up to the end.
    mutating func hidePrivateKeys() {
        var start = 0
        while let begin = place(of: "-----BEGIN ", from: start) {
            guard let label = place(of: "PRIVATE KEY", from: begin.upperBound),
                bytes[begin.upperBound..<label.lowerBound].allSatisfy({ Self.isUpper($0) || $0 == UInt8(ascii: " ") })
            else {
                start = begin.upperBound
                continue
            }
            var end = bytes.count
            if let last = place(of: "-----END ", from: label.upperBound) {
                end = place(of: "-----", from: last.upperBound)?.upperBound ?? bytes.count
            }
            hide(begin.lowerBound..<end, as: .privateKey)
            start = begin.lowerBound + Self.starCount
        }
    }

    /// Hides keys of services and signed tokens.
    mutating func hideTokens() {
        var start = 0
        while start < bytes.count {
            guard Self.isTokenByte(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, Self.isTokenByte(bytes[end]) { end += 1 }
            // The point at the end of a sentence is none of a key's.
            while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
            if let kind = Self.kind(ofToken: bytes[start..<end]) {
                hide(start..<end, as: kind)
                end = start + Self.starCount
            }
            start = max(end, start + 1)
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    private static func kind(ofToken token: ArraySlice<UInt8>) -> SecretKind? {
        guard token.count >= tokenLengthMin else { return nil }
        if isSignedToken(token) { return .token }
        guard token.contains(where: isDigit) else { return nil }
        let isKey = prefixes.contains { prefix in
            token.count >= prefix.count + keyLengthMin && token.starts(with: prefix)
        }
        return isKey || isAccessKey(token) ? .apiKey : nil
    }

    /// Three parts in base64url, the first of which begins as JSON does (RFC 7519).
    private static func isSignedToken(_ token: ArraySlice<UInt8>) -> Bool {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].starts(with: "eyJ".utf8) && parts.allSatisfy { $0.count >= 8 }
    }

    /// An access key of AWS: four letters and sixteen of A…Z and digits.
    private static func isAccessKey(_ token: ArraySlice<UInt8>) -> Bool {
        token.count == 20 && (token.starts(with: "AKIA".utf8) || token.starts(with: "ASIA".utf8))
            && token.allSatisfy { isDigit($0) || isUpper($0) }
    }

    private static let tokenLengthMin = 20
    /// How many characters follow a prefix at least.
    private static let keyLengthMin = 16

    /// How the keys of services begin that say so.
    private static let prefixes: [[UInt8]] = [
        "sk-", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
        "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-", "AIza", "ya29.", "SG.", "npm_",
        "hf_", "dop_v1_", "shpat_", "shpss_", "pypi-", "dckr_pat_", "hvs.", "sq0csp-", "AGE-SECRET-KEY-1",
    ].map { Array($0.utf8) }
}
