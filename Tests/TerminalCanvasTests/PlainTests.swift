import Foundation
import Glibc
import Testing

@testable import TerminalCanvas

/// The program without a screen.
@Suite struct PlainTests {
    @Test @MainActor func `lines are read one after the other, effects are waited for, and pages are clean`()
        async throws
    {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let input = "hello\n\u{1B}[2J evil\r\n?\nwait\n\nsame\nquit\nnever read\n"
        _ = input.withCString { write(ends[1], $0, strlen($0)) }
        var printed = ""
        let runtime = LineRuntime(Diary(), model: [], write: { printed += $0 })
        await runtime.run(input: ends[0])
        #expect(runtime.model == ["hello", "\u{1B}[2J evil", "waited"])
        #expect(
            printed == """
                Diary
                empty
                > 1: hello
                > 2: \u{FFFD}[2J evil
                > ask something else
                > 3: waited
                > Diary
                1: hello
                2: \u{FFFD}[2J evil
                3: waited
                > Nothing changed.
                >\u{20}
                """)
        // What follows the line that ended the program is left to whoever reads next.
        var rest = [UInt8](repeating: 0, count: 64)
        let count = read(ends[0], &rest, rest.count)
        #expect(String(decoding: rest.prefix(count), as: UTF8.self) == "never read\n")
        close(ends[0])
        close(ends[1])
    }

    @Test @MainActor func `the end of the input ends the program`() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        _ = write(ends[1], "last", 4)
        close(ends[1])
        let runtime = LineRuntime(Diary(), model: [], write: { _ in })
        await runtime.run(input: ends[0])
        #expect(runtime.model == ["last"])
        close(ends[0])
    }

    /// A program that keeps the lines.
    private struct Diary: LineProgram {
        func update(_ model: inout [String], _ event: String) -> [TerminalAction<String>] {
            switch event {
            case "quit": return [.quit]
            case "same": return []
            case "wait": return [.run(purpose: "wait") { emit in emit("waited") }]
            default:
                model.append(event)
                return []
            }
        }

        func draw(_ model: [String], size: Size, theme: Theme) -> Canvas { Canvas(size: size) }
        func event(for report: TerminalReport) -> String? { nil }
        func action(for effect: TerminalAction<String>) -> TerminalAction<String> { effect }
        func plain(_ model: [String]) -> String {
            let lines = model.enumerated().map { "\($0 + 1): \($1)" }
            return "Diary\n" + (lines.isEmpty ? ["empty"] : lines).joined(separator: "\n") + "\n"
        }

        func meaning(of line: String, in model: [String]) -> LineMeaning<String> {
            line == "?" ? .nothing("ask something else") : .events(line.isEmpty ? [] : [line])
        }
    }
}
