import Scenes
import Testing

@testable import conv_agent

/// Keys of people's own choice.
@Suite struct KeyFileTests {
    @Test func `the table's own keys are unique on every screen, and a file of them reads back`() throws {
        #expect(KeyMap.standard.problems.isEmpty)
        let map = try KeyFile.map(of: KeyFile.text(of: .standard))
        for command in Command.all { #expect(map.keys(of: command) == command.keys, "\(command.id)") }
    }

    @Test func `a file changes the keys that it names and no others`() throws {
        let map = try KeyFile.map(of: "# mine\nsearch = ctrl-f or /\nmark =\neditor = ctrl-x ctrl-e or alt-e\n")
        #expect(map.command(for: "ctrl-f", in: .tickets)?.id == .search)
        #expect(map.command(for: "/", in: .tickets)?.id == .search)
        #expect(map.keys(of: .named(.mark)).isEmpty)
        #expect(map.command(for: "ctrl-x ctrl-e", in: .composer)?.id == .editor)
        #expect(map.isBeginningOfChord("ctrl-x", in: .composer))
        #expect(map.keys(of: .named(.sort)) == Command.named(.sort).keys)
    }

    @Test(arguments: [
        ("serach = /", "line 1: there is no command serach"), ("\nsearch = hyper-x", "line 2: there is no key hyper-x"),
        ("search /", "line 1: it is not of the form command = key"),
        ("sort = s\nsort = t", "line 2: sort has a line already"),
        ("search = q", "q gives both quit and search in the inbox"),
        ("editor = ctrl-s ctrl-e", "ctrl-s gives send and begins two keys in a text that is being written"),
        ("palette =", "palette needs a key: without one, commands that have no key cannot be found"),
        ("search = a b c", "line 1: at most two keys in a row give a command"),
    ])
    func `what cannot be meant is refused with its line`(text: String, sentence: String) {
        do {
            _ = try KeyFile.map(of: text)
            Issue.record("it was taken")
        } catch {
            #expect((error as? KeyFile.Problem)?.sentence == sentence)
        }
    }
}
