import Foundation
import TestSupport
import Testing

@testable import Scenes
@testable import conv_agent

/// Whoever leans on the keyboard, and whatever window they have.
@Suite struct RandomKeysTests {
    /// The seeds to try, or the one of the environment.
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["KEYS_SEED"].flatMap(UInt64.init).map { [$0] } ?? Array(1...8)

    private static let keys: [Scenes.Key] =
        Command.all.filter { $0.id != .quit }.flatMap(\.keys).flatMap { chord in
            chord.name.split(separator: " ").map { Scenes.Key(String($0)) }
        } + ["a", "space", "backspace", "enter", "enter", "esc", "down", "down"]

    @Test(arguments: seeds) func `whatever is pressed at whatever size, a screen of that size is shown`(_ seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        let shift = try Shift()
        shift.workspace.begin(rows: 24)
        for step in 0..<120 {
            let (columns, rows) = (Int.random(in: 20...200, using: &random), Int.random(in: 6...60, using: &random))
            switch Int.random(in: 0..<12, using: &random) {
            case 0: shift.workspace.send(.wheel(Int.random(in: -9...9, using: &random)))
            case 1: shift.workspace.pass(seconds: Int64.random(in: 1...7200, using: &random))
            case 2: shift.workspace.send(.paste("pasted\nwords\u{1B}[2J"))
            default: shift.workspace.send(.key(Self.keys.randomElement(using: &random) ?? "j"))
            }
            let screen = try shift.screen(columns, rows)
            let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(lines.count == rows, "KEYS_SEED=\(seed), step \(step)")
            #expect(!screen.contains("\u{1B}"), "KEYS_SEED=\(seed), step \(step)")
            #expect(try !shift.workspace.text(.plain).contains("\u{1B}"), "KEYS_SEED=\(seed), step \(step)")
        }
    }
}
