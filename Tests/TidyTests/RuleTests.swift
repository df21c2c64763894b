import Testing

/// The rules themselves, on texts that break them: a rule that finds nothing anywhere proves nothing.
@Suite struct RuleTests {
    private func file(_ text: String, path: String = "Sources/Hub/Example.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test(arguments: [
        (#"let a = "print(1)" // print(2)"#, "let a ="),
        (#"let a = "say \"print(1)\" \(name("x")) end"; b()"#, "let a = ; b()"),
        ("/* a /* b */ c */ d()", "d()"),
        (##"let a = #"a " \ "#; b()"##, "let a = ; b()"),
        ("let a = \"\"\"\n  print(\"x\")\n  \"\"\" + b", "let a =\n\n+ b"),
        ("let a = \"open\nb()", "let a =\nb()"),
    ]) func `comments and strings are blanked and nothing else is`(text: String, expected: String) {
        func wordsByLine(_ text: String) -> [[Substring]] {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
        }
        #expect(wordsByLine(CodeMask.blank(text)) == wordsByLine(expected))
        #expect(CodeMask.blank(text).utf8.count == text.utf8.count)
    }

    @Test func `an import from a lower layer is found, whatever its form`() {
        let text = """
            import CRDT
            public import Foundation
            @testable import Replica
            internal import struct GRDB.Row
            // import Hummingbird
            """
        #expect(Layers.findings(in: file(text)).map(\.line) == [3, 4])
        #expect(Layers.findings(in: file("import Foundation", path: "Sources/CRDT/A.swift")).count == 1)
        #expect(Layers.findings(in: file("import HummingbirdTLS", path: "Sources/conv-agent/A.swift")).count == 1)
        #expect(Layers.findings(in: file("import HummingbirdTLS", path: "Sources/SyncServer/A.swift")).isEmpty)
        #expect(Layers.findings(in: file("let a = 1", path: "Sources/Unheard/A.swift")).count == 1)
    }

    @Test func `the layers have no cycle`() {
        func reaches(_ start: String, from module: String, seen: Set<String> = []) -> Bool {
            let next = Layers.table[module]?.modules ?? []
            if next.contains(start) { return true }
            return next.subtracting(seen).contains { reaches(start, from: $0, seen: seen.union(next)) }
        }
        for module in Layers.table.keys { #expect(!reaches(module, from: module), "\(module) reaches itself") }
    }

    @Test func `an undocumented public symbol is found, cases included`() {
        let text = """
            public import CRDT

            /// Documented.
            @frozen
            public enum Colour {
                case red
                case blue, yellow
                /// Documented.
                case green
                public var next: Colour {
                    switch self {
                    case .red: .green
                    case .green: .red
                    }
                }
            }

            public extension Colour {}
            enum Hidden { case anything }
            open += 1
            extension Colour { @inlinable public func paint() {} }
            """
        #expect(Rules.undocumented(in: file(text)).map(\.line) == [6, 10])
        #expect(Rules.undocumented(in: file("@inlinable public func paint() {}")).count == 1)
    }

    @Test func `forbidden calls are found in code and not in prose`() {
        let text = """
            let a = try! read()
            print(a)
            log.print(a) // try! print(
            let b = "try! print("
            let c = 1  // TODO: later
            final class A: @unchecked Sendable {}
            // A lock guards every field.
            final class B: @unchecked Sendable {}
            """
        #expect(Rules.forbidden(in: file(text)).map(\.line) == [1, 2, 5, 6])
        #expect(Rules.forbidden(in: file("print(1)", path: "Sources/conv-agent/Agent.swift")).isEmpty)
    }

    @Test(arguments: [
        ("see /home/maria/notes", true), ("\"/Users/maria/x\"", true), ("run `/root/main/a`", true),
        ("https://example.com/home/maria", false), ("network/home/x", false), ("GET /v1/hello", false),
        ("/tmp/demo", false), ("../home/x", false),
    ]) func `paths of one machine are told from addresses`(text: String, isFound: Bool) {
        #expect(Rules.machinePaths(path: "a", text: text).isEmpty == !isFound)
    }
}
