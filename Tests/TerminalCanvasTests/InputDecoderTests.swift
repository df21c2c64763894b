import TestSupport
import Testing

@testable import TerminalCanvas

@Suite struct InputDecoderTests {
    /// What terminals send, and what it means.
    static let samples: [(bytes: String, inputs: [Input])] = [
        ("a", [.key(Key(.character("a")))]), ("A", [.key(Key(.character("A")))]), ("é", [.key(Key(.character("é")))]),
        ("宅", [.key(Key(.character("宅")))]), ("👍", [.key(Key(.character("👍")))]), ("\r", [.key(Key(.enter))]),
        ("\t", [.key(Key(.tab))]), ("\u{7F}", [.key(Key(.backspace))]),
        ("\u{18}", [.key(Key(.character("x"), .control))]),
        ("\u{0}", [.key(Key(.character(" "), .control))]), ("\u{1F}", [.key(Key(.character("_"), .control))]),
        ("\u{1B}x", [.key(Key(.character("x"), .alt))]), ("\u{1B}\r", [.key(Key(.enter, .alt))]),
        ("\u{1B}ö", [.key(Key(.character("ö"), .alt))]), ("\u{1B}[A", [.key(Key(.up))]),
        ("\u{1B}OB", [.key(Key(.down))]),
        ("\u{1B}[1;5C", [.key(Key(.right, .control))]), ("\u{1B}[1;4D", [.key(Key(.left, [.shift, .alt]))]),
        ("\u{1B}[Z", [.key(Key(.tab, .shift))]), ("\u{1B}[5~", [.key(Key(.pageUp))]),
        ("\u{1B}[3;5~", [.key(Key(.delete, .control))]),
        ("\u{1B}OP", [.key(Key(.function(1)))]), ("\u{1B}[15~", [.key(Key(.function(5)))]),
        ("\u{1B}[24;2~", [.key(Key(.function(12), .shift))]),
        ("\u{1B}[[C", [.key(Key(.function(3)))]), ("\u{1B}[27;5;13~", [.key(Key(.enter, .control))]),
        ("\u{1B}[97;5u", [.key(Key(.character("a"), .control))]), ("\u{1B}[13;2u", [.key(Key(.enter, .shift))]),
        ("\u{1B}[I", [.focus(true)]), ("\u{1B}[O", [.focus(false)]),
        ("\u{1B}[<0;3;5M", [.mouse(Mouse(.press(.left), at: Point(column: 2, row: 4)))]),
        ("\u{1B}[<0;3;5m", [.mouse(Mouse(.release(.left), at: Point(column: 2, row: 4)))]),
        ("\u{1B}[<34;300;5M", [.mouse(Mouse(.drag(.right), at: Point(column: 299, row: 4)))]),
        ("\u{1B}[<69;1;1M", [.mouse(Mouse(.wheelDown, at: Point(column: 0, row: 0), .shift))]),
        ("\u{1B}[200~two\rlines\u{1B}[A\u{1B}[201~", [.paste("two\nlines\u{1B}[A")]),
        ("\u{1B}]11;rgb:ffff/8080/0000\u{1B}\\", [.background(.rgb(255, 128, 0))]),
        ("\u{1B}]11;rgb:f/8/0\u{7}", [.background(.rgb(255, 136, 0))]),
        ("\u{1B}[?62;22c", []), ("\u{1B}[12;40R", []), ("\u{1B}[?2026;2$y", []), ("\u{1B}P1+r\u{1B}\\", []),
        ("\u{1B}]52;c;\u{7}", []),
        ("\u{1B}[M !!", []), ("\u{9B}A", [.key(Key(.character("A")))]),
    ]

    @Test(arguments: samples)
    func `what a terminal sends means what its manual says`(bytes: String, inputs: [Input]) {
        var decoder = InputDecoder()
        #expect(decoder.feed(bytes.utf8) == inputs)
        #expect(!decoder.isWaiting)
    }

    @Test func `input that is cut at any byte means the same`() {
        let bytes = Array(Self.samples.map(\.bytes).joined().utf8)
        let expected = Self.samples.flatMap(\.inputs)
        for cut in 0...bytes.count {
            var decoder = InputDecoder()
            let inputs = decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...])
            #expect(inputs == expected, "cut at \(cut)")
        }
        var decoder = InputDecoder()
        #expect(bytes.flatMap { decoder.feed([$0]) } == expected)
    }

    @Test(arguments: RandomScreens.seeds(300))
    func `random bytes are taken, cut anywhere they mean the same, and nothing waits for ever`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = Self.samples.map { Array($0.bytes.utf8) }
        var bytes: [UInt8] = []
        while bytes.count < 400 {
            if Bool.random(using: &random) {
                let piece = pieces.randomElement(using: &random) ?? []
                bytes += piece.prefix(Int.random(in: 0...piece.count, using: &random))
            } else {
                bytes.append(UInt8.random(in: 0...255, using: &random))
            }
        }
        var (whole, cut) = (InputDecoder(), InputDecoder())
        let expected = whole.feed(bytes) + whole.flush()
        var inputs: [Input] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(9, rest.count), using: &random)
            inputs += cut.feed(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        inputs += cut.flush()
        #expect(inputs == expected, "CANVAS_SEED=\(seed)")
        #expect(!whole.isWaiting, "CANVAS_SEED=\(seed)")
    }

    @Test(arguments: [
        ("\u{1B}", [Key(.escape)]), ("\u{1B}[", [Key(.character("["), .alt)]),
        ("\u{1B}O", [Key(.character("O"), .alt)]),
        ("\u{1B}]", [Key(.character("]"), .alt)]), ("\u{1B}\u{1B}", [Key(.escape), Key(.escape)]),
    ])
    func `what could start a sequence is a key when nothing follows`(bytes: String, keys: [Key]) {
        var decoder = InputDecoder()
        let inputs = decoder.feed(bytes.utf8)
        #expect(decoder.isWaiting)
        #expect(inputs + decoder.flush() == keys.map { .key($0) })
    }

    @Test func `a paste without end comes in parts and loses nothing`() {
        var decoder = InputDecoder()
        let text = String(repeating: "a宅é👍", count: 30_000)
        let inputs =
            decoder.feed(Array("\u{1B}[200~".utf8)) + decoder.feed(Array(text.utf8))
            + decoder.feed(Array("\u{1B}[201~q".utf8))
        let pasted = inputs.compactMap { if case .paste(let part) = $0 { part } else { nil } }
        #expect(pasted.joined() == text)
        #expect(pasted.allSatisfy { $0.utf8.count <= InputDecoder.pasteBytesMax })
        #expect(inputs.last == .key(Key(.character("q"))))
    }

    @Test func `a sequence without end is given up`() {
        var decoder = InputDecoder()
        _ = decoder.feed(Array("\u{1B}[".utf8) + Array(repeating: UInt8(ascii: "1"), count: 10_000))
        #expect(decoder.feed(Array("A".utf8)).last == .key(Key(.character("A"))))
    }

    @Test(arguments: [
        "x", "X", "ctrl-x", "alt-enter", "ctrl-alt-left", "shift-tab", "f5", "space", "ctrl-space", "-", "ctrl--", "é",
        "page-down",
    ])
    func `a key's name is read back`(name: String) throws {
        #expect(try #require(Key(name: name)).name == name)
    }

    @Test(arguments: ["", "ctrl-", "hyper-x", "xy", "f25", "shift-a", "ctrl-ctrl-x", " "])
    func `what is no key has no name`(name: String) {
        #expect(Key(name: name) == nil)
    }

    @Test func `names are read in capitals too`() {
        #expect(Key(name: "Ctrl-X") == Key(.character("x"), .control))
        #expect(Key(name: "ESC") == Key(.escape))
    }
}
