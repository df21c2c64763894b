import Foundation
import Hub
import Testing

@testable import conv_agent

@Suite("What people read")
struct OutputTests {
    @Test func `words come out on one line, and nothing in them is obeyed`() {
        #expect(Plain.line("a\u{1B}[31mb\tc\r\nd\u{9B}e\u{202E}f") == "a\u{FFFD}[31mb c  d\u{FFFD}e\u{FFFD}f")
        #expect(Plain.block("a\nb\u{7F}") == "a\nb\u{FFFD}")
    }

    @Test func `JSON means what it meant, and holds nothing that a terminal would obey`() throws {
        let words = "a\u{1B}[31m\u{9B}2J\u{7F}\u{202E}é保"
        let text = Plain.json(String(decoding: try JSONEncoder().encode([words]), as: UTF8.self))
        #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [words])
        #expect(text.unicodeScalars.allSatisfy { Plain.line(String($0)) == String($0) })
        #expect(text.contains("é保"))
    }

    @Test func `columns are aligned and the last is cut to the line`() {
        var columns = Columns(["N", "NAME", "TITLE"], right: [0])
        columns.add(["7", "保管", "short"])
        columns.add(["12", "Noor", String(repeating: "x", count: 50)])
        let lines = columns.text(columnCount: 30).split(separator: "\n").map(String.init)
        #expect(lines[0] == " N  NAME  TITLE")
        #expect(lines[1] == " 7  保管  short")
        #expect(lines[2] == "12  Noor  " + String(repeating: "x", count: 19) + "…")
    }

    @Test func `times in JSON are read back as they were`() {
        for milliseconds: Int64 in [0, 1_767_348_000_000, 1_767_348_000_123] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(Instant.shown(iso: instant.iso) == instant.shown)
        }
        #expect(Instant(milliseconds: 1_767_348_000_123).iso == "2026-01-02T10:00:00.123Z")
        #expect(Instant(milliseconds: 1_767_348_000_000).iso == "2026-01-02T10:00:00Z")
    }
}
