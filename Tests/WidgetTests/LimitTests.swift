import Hub
import Testing
import Widget

@Suite struct LimitTests {
    @Test(arguments: [
        ("192.0.2.77", "192.0.2.0/24"), ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"), ("2001:db8::1", "2001:db8::/48"), ("::1", "::/48"),
        ("", "unknown"), ("nonsense", "unknown"),
    ])
    func `an address counts as its network`(_ address: String, _ network: String) {
        #expect(NetworkPrefix.prefix(of: address) == network)
    }

    /// Files by name and bytes, and what they are.
    static let files: [(name: String, bytes: [UInt8], kind: FileKind?)] = [
        ("a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .png),
        ("a", [0x7F, 0x45, 0x4C, 0x46], nil), ("a.html", [], nil), ("a.txt", [0xFF, 0xFE, 0x41, 0x00], nil),
        ("a.docx", [0x50, 0x4B, 3, 4, 0], .office), ("a.zip", [0x50, 0x4B, 3, 4, 0], .zip),
        ("a.jpg", [0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
    ]
    /// Files by name and text, and what they are.
    static let texts: [(name: String, text: String, kind: FileKind?)] = [
        ("a.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", nil),
        ("a.txt", "  \n<!doctype html>", nil), ("a.txt", "#!/bin/sh\nrm", nil), ("a.txt", "bell \u{7}", nil),
        ("a.txt", "plain ünïcode\twords\r\n", .text), ("a.exe", "MZ\u{0}\u{0}", nil), ("a.pdf", "%PDF-1.7", .pdf),
        ("a.webp", "RIFF1234WEBP", .webp), ("a.gif", "GIF89a", .gif), ("a.wav", "RIFF1234WAVE\u{1}", nil),
    ]

    @Test func `a file is what is in it, whatever it is called`() {
        for file in Self.files + Self.texts.map({ ($0.name, Array($0.text.utf8), $0.kind) }) {
            #expect(FileKind(of: file.bytes, name: file.name) == file.kind, "\(file.name)")
        }
    }

    @Test(arguments: [
        ("https://Shop.example/", "https://shop.example"), ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://[::1]:8443", "https://[::1]:8443"), ("null", nil), ("", nil), ("*", nil), ("shop.example", nil),
        ("https://", nil), ("https://shop.example/path", nil), ("ftp://shop.example", nil),
        ("https://shop.example?x", nil), ("https://*.example", nil), ("https://shop.example https://b.example", nil),
    ])
    func `an origin has one form`(_ text: String, _ origin: String?) {
        #expect(Origin(text)?.description == origin)
    }
}
