import Foundation
import TestSupport
import Testing

@testable import Scenes
@testable import conv_agent

/// Screens as they look, kept in `Tests/Snapshots`; `script/snapshots` draws them anew.
@Suite struct SnapshotTests {
    private static let isDrawing = ProcessInfo.processInfo.environment["DRAW_SNAPSHOTS"] == "1"

    private func check(_ text: String, _ name: String) throws {
        let file = Repository.root.appending(path: "Tests/Snapshots/\(name).txt")
        if Self.isDrawing {
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            let kept = try String(contentsOf: file, encoding: .utf8)
            #expect(text == kept, "\(name) looks different; script/snapshots draws it anew")
        }
    }

    @Test(arguments: [
        ("inbox", ""), ("search", "/ \"gear\""), ("filter", "f down enter"), ("palette", ":"), ("marked", "x x"),
        ("escalate", "e \"low\" enter"), ("ticket", "end enter"),
        ("note", "end enter n \"Looks worn. \""),
        ("summary", "end enter c"), ("trace", "end enter i"), ("landing", "H tab"),
        ("nothing", "/ \"xyzzy\" enter"), ("held", "down r \"On its way.\" ctrl-s +2s"),
    ]) func `a screen looks as it is kept`(_ name: String, _ keys: String) throws {
        for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
            let shift = try Shift()
            shift.workspace.begin(rows: rows)
            // Before a key the screen was drawn, as a terminal does it: the model knows how much there is room for.
            _ = try shift.screen(columns, rows)
            try shift.press(keys)
            _ = try shift.screen(columns, rows)
            try check(try shift.screen(columns, rows), "\(name)-\(columns)x\(rows)")
        }
    }

    @Test func `a ticket in Japanese is drawn by the width of its letters`() throws {
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        try shift.press("/ \"予備\" enter enter")
        let screen = try shift.screen(80, 24)
        #expect(screen.contains("鍵を失くしました"))
        try check(screen, "japanese-80x24")
    }

    @Test(arguments: ["", "H", "end enter", ":"])
    func `a screen is read out in words`(_ keys: String) throws {
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        try shift.press(keys)
        let name = keys.isEmpty ? "inbox" : keys == "H" ? "landing" : keys == ":" ? "palette" : "ticket"
        try check(try shift.workspace.text(.plain), "\(name)-plain")
    }

    @Test func `the list of keys in the documentation is the one that keys obey`() throws {
        let file = Repository.root.appending(path: "docs/keys.md")
        let text = """
            # Keys of the workspace

            What `conv-agent keys` prints; `script/snapshots` writes it anew.

            ```
            \(KeyList.text)```

            """
        if Self.isDrawing { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
