import Foundation
import Glibc

/// Runs a program line by line: a page is printed, a line is read, and nothing is printed in between.
///
/// After a line that did something only those lines of the page are printed that were not on the one before; an empty
/// line reads all of it. What changes meanwhile is on the next page, because a screen reader that is interrupted starts
/// anew.
@MainActor
public final class LineRuntime<Program: LineProgram> {
    private enum Message: Sendable {
        case line(String?)
        case event(Program.Event)
        case taskEnded(purpose: String, number: Int)
    }

    /// How long a page waits for effects of the line before it.
    private static var effectInterval: Duration { .seconds(2) }
    /// The longest line that is read, in bytes; the rest of a longer one is left out.
    nonisolated private static var lineBytesMax: Int { 100_000 }

    /// What the program knows.
    public private(set) var model: Program.Model

    private let program: Program
    private let write: (String) -> Void
    private let mailbox = Mailbox<Message>()
    private let tasks: EffectTasks<Program.Event>
    private var isEnding = false
    /// The lines of the page that was printed last.
    private var lastLines: [String] = []

    /// Makes a runtime.
    ///
    /// - Parameters:
    ///   - model: What the program knows at the start.
    ///   - write: Prints.
    public init(_ program: Program, model: Program.Model, write: @escaping (String) -> Void) {
        self.program = program
        self.model = model
        self.write = write
        tasks = EffectTasks(Emitter { [mailbox] in mailbox.send(.event($0)) }) { [mailbox] purpose, number in
            mailbox.send(.taskEnded(purpose: purpose, number: number))
        }
    }

    /// Sends events into the loop, from any task.
    public var emitter: Emitter<Program.Event> { Emitter { [mailbox] in mailbox.send(.event($0)) } }

    /// Runs until the program quits or the input ends.
    ///
    /// - Parameter input: Where lines are read; a terminal or anything else.
    public func run(input: Int32 = 0) async {
        if let event = program.event(for: .resized(Size(columns: 80, rows: 24))) { await apply(event) }
        await settle()
        let lines = LineReader(input, bytesMax: Self.lineBytesMax)
        var (complaint, isWhole): (String?, Bool) = (nil, true)
        while !isEnding {
            if let complaint { write(cleaned(complaint) + "\n> ") } else { write(page(isWhole: isWhole) + "> ") }
            lines.readNext { [mailbox] in mailbox.send(.line($0)) }
            guard let line = await nextLine() else { break }
            (complaint, isWhole) = (nil, line.isEmpty)
            switch program.meaning(of: line, in: model) {
            case .nothing(let sentence): complaint = sentence
            case .events(let events):
                for event in events where !isEnding { await apply(event) }
                await settle()
            }
        }
        tasks.cancelAll()
    }

    /// Takes events until the line that is being read is there; nil at the end of the input.
    private func nextLine() async -> String? {
        var waiting: [Message] = []
        while true {
            await mailbox.wait()
            waiting += mailbox.takeAll()
            while !waiting.isEmpty {
                let message = waiting.removeFirst()
                if case .line(let line) = message {
                    for rest in waiting { await handle(rest) }
                    return line
                }
                await handle(message)
                if isEnding { return nil }
            }
        }
    }

    /// Takes events until the effects that are under way are done, or have taken long enough.
    private func settle() async {
        let alarm = Task { [mailbox] in
            try? await Task.sleep(for: Self.effectInterval)
            mailbox.send(.taskEnded(purpose: "", number: 0))
        }
        let deadline = ContinuousClock.now + Self.effectInterval
        while !tasks.isEmpty, !isEnding, ContinuousClock.now < deadline {
            await mailbox.wait()
            for message in mailbox.takeAll() { await handle(message) }
        }
        alarm.cancel()
    }

    private func handle(_ message: Message) async {
        switch message {
        case .line: preconditionFailure("a line is read only when one is waited for")
        case .event(let event): await apply(event)
        case .taskEnded(let purpose, let number): tasks.remove(purpose, number)
        }
    }

    private func apply(_ event: Program.Event) async {
        for effect in program.update(&model, event) {
            switch program.action(for: effect) {
            case .run(let purpose, let work): tasks.start(purpose, work)
            case .cancel(let purpose): tasks.cancel(purpose)
            case .lend(let work): if let event = await work() { await apply(event) }
            case .suspend: raise(SIGSTOP)
            case .quit: isEnding = true
            // There is no screen that these could be about.
            case .copy, .mouse, .appearance, .repaint: break
            }
        }
    }

    /// The page, or what is new on it, each line ended by a line feed.
    private func page(isWhole: Bool) -> String {
        let lines = cleaned(program.plain(model)).split(separator: "\n").map(String.init)
        let known = isWhole ? [] : Set(lastLines)
        lastLines = lines
        let fresh = lines.filter { !known.contains($0) }
        return (fresh.isEmpty ? ["Nothing changed."] : fresh).map { $0 + "\n" }.joined()
    }

    /// A page without anything that a terminal would obey.
    private func cleaned(_ page: String) -> String {
        page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var text = ""
            for cluster in Clusters(line) { text.unicodeScalars.append(contentsOf: cluster.scalars) }
            return text
        }.joined(separator: "\n")
    }
}
