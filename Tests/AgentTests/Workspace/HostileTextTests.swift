import Foundation
import TerminalCanvas
import Testing

@testable import Scenes
@testable import conv_agent

@Suite struct HostileTextTests {
    /// What a terminal may be sent besides words: the program's own sequences, begun by ESC and nothing else.
    private func words(of bytes: String) -> String { bytes.replacing(/\u{1B}\[[0-9;:?]*[A-Za-z]/, with: "") }

    @Test(arguments: ["", "enter", "end enter", "H", "enter c", "enter r \"x\"", "e"])
    func `no word of a customer's is obeyed by a terminal`(_ keys: String) throws {
        let shift = try Shift()
        shift.workspace.begin(rows: 40)
        try shift.press("/ \"red\" enter")
        try shift.press(keys)
        let forms: [ScreenForm] = [
            .canvas(Size(columns: 120, rows: 40), Theme(background: .dark), hasColours: true), .plain, .json,
        ]
        for form in forms {
            let text = try shift.workspace.text(form)
            let rest = words(of: text).unicodeScalars
            #expect(!rest.contains { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) }, "\(form)")
            #expect(!rest.contains { (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) })
        }
    }

    @Test func `a name of ten thousand letters takes no more room than its column`() throws {
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        let lines = try shift.screen(80, 24).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 25)
        #expect(lines.allSatisfy { width(of: $0) <= 80 })
    }
}
