import CSodium
package import Hub
import SyncProtocol

/// Makes the place in a conversation that a browser has come to unreadable: it is made of the log's sequence, which is
/// nobody's business outside, and is of use to its own subject alone.
package struct CursorSeal: Sendable {
    private let key: [UInt8]

    /// A place in the log.
    package struct Place: Hashable, Sendable {
        /// The history of the log; after a restore an old place means nothing.
        package let history: Identifier
        /// The sequence up to which everything is known.
        package let sequence: UInt64

        /// Names a place.
        package init(history: Identifier, sequence: UInt64) {
            self.history = history
            self.sequence = sequence
        }
    }

    /// The seal of one subject.
    package init(_ subject: Subject, key: [UInt8]) {
        self.key = Hash.blake2b(Array("widget cursor".utf8), Array(subject.thread.utf8), key: key)
    }

    /// Seals a place; the same place looks different every time.
    package func seal(_ place: Place) -> String {
        var nonce = [UInt8](repeating: 0, count: Int(crypto_secretbox_NONCEBYTES))
        randombytes_buf(&nonce, nonce.count)
        var plain = ByteWriter()
        plain.write(place.history)
        plain.write(fixed: place.sequence)
        var box = [UInt8](repeating: 0, count: plain.bytes.count + Int(crypto_secretbox_MACBYTES))
        crypto_secretbox_easy(&box, plain.bytes, UInt64(plain.bytes.count), nonce, key)
        return Base64URL.encode(nonce + box)
    }

    /// Opens a place; nil when it is none of this subject's.
    package func open(_ text: String) -> Place? {
        let nonceCount = Int(crypto_secretbox_NONCEBYTES), plainCount = 24
        guard let bytes = Base64URL.decode(text),
            bytes.count == nonceCount + plainCount + Int(crypto_secretbox_MACBYTES)
        else { return nil }
        let box = Array(bytes[nonceCount...])
        var plain = [UInt8](repeating: 0, count: plainCount)
        guard crypto_secretbox_open_easy(&plain, box, UInt64(box.count), Array(bytes[..<nonceCount]), key) == 0 else {
            return nil
        }
        func word(_ at: Int) -> UInt64 { plain[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        return Place(history: Identifier(high: word(0), low: word(8)), sequence: word(16))
    }
}
