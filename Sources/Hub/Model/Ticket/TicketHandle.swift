extension Ticket {
    /// The provisional name that a ticket has until the server numbers it, and keeps as an alias: `~k3f`.
    ///
    /// Computed from the identifier alone, so every replica gives the same. Three characters tell a teammate's offline
    /// tickets apart; more of them, up to 10, are the same name continued, for the rare clash.
    public static func handle(of ticket: Identifier, length: Int = 3) -> String {
        "~" + String(decoding: characters(of: ticket).prefix(min(10, max(3, length))), as: UTF8.self)
    }

    /// Whether `handle`, in either case, names the ticket: the tilde and at least three characters of its name.
    public static func handle(_ handle: String, names ticket: Identifier) -> Bool {
        let bytes = Array(handle.utf8)
        guard bytes.first == UInt8(ascii: "~"), bytes.count >= 4, bytes.count <= 11 else { return false }
        let folded = bytes.dropFirst().map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 32 : $0 }
        return characters(of: ticket).starts(with: folded)
    }

    /// How a number is shown: `#123`.
    public static func shown(number: Int64) -> String { "#\(number)" }

    /// Crockford digits of a mix of both halves (the finaliser of SplitMix64): neighbours in time get distant names.
    private static func characters(of ticket: Identifier) -> [UInt8] {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        let root = ticket.root
        var mixed = root.high ^ (root.low >> 2)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return (0..<10).map { alphabet[Int(mixed >> UInt64(59 - 5 * $0)) & 31] }
    }
}
