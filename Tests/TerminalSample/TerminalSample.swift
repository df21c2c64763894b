import Foundation
import Glibc
import TerminalCanvas

/// A small program in a terminal, for tests that end, stop and crash real processes.
///
/// It shows the last keys. `q` quits, `z` stops it, `e` lends the terminal to a shell that prints, `c` breaks an
/// invariant, `s` overruns the stack, `w` waits beside the loop, `h` holds up the loop for ever.
@main
struct TerminalSample: TerminalProgram {
    struct Model {
        var size = Size(columns: 0, rows: 0)
        var words: [String] = []
    }

    enum Event: Sendable {
        case report(TerminalReport)
        case said(String)
    }

    typealias Effect = TerminalAction<Event>

    func update(_ model: inout Model, _ event: Event) -> [Effect] {
        switch event {
        case .said(let words): model.words.append(words)
        case .report(.resized(let size)): model.size = size
        case .report(.resumed): model.words.append("resumed")
        case .report(.ending):
            return [.run(purpose: "save") { _ in try? Data().write(to: URL(filePath: CommandLine.arguments[1])) }]
        case .report(.input(.key(let key), _)): return effects(of: key, &model)
        case .report(.input(.paste(let text), _)): model.words.append("pasted \(text.count)")
        case .report(.input(.mouse(let mouse), let target)):
            model.words.append("\(target ?? "nothing") at \(mouse.point.column),\(mouse.point.row)")
        case .report(.input(.focus(let hasFocus), _)): model.words.append("focus \(hasFocus)")
        case .report(.input(.background, _)): break
        }
        return []
    }

    private func effects(of key: Key, _ model: inout Model) -> [Effect] {
        switch key.name {
        case "q": return [.quit]
        case "z": return [.suspend]
        case "e":
            return [
                .lend {
                    system("echo lent; read line")
                    return .said("edited")
                }
            ]
        case "c": return [.run(purpose: "crash") { _ in preconditionFailure("a planted defect") }]
        case "s": model.words.append("\(Self.depth(of: 1))")
        case "w":
            return [.run(purpose: "wait") { emit in emit(.said("waited")) }]
        case "h": while true { pause() }
        default: model.words.append(key.name)
        }
        return []
    }

    @inline(never) private static func depth(of number: Int) -> Int {
        number < 0 ? 0 : depth(of: number &+ 1) &+ number
    }

    func draw(_ model: Model, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        let inside = Frame(title: "Sample", isFocused: true).draw(on: &canvas, in: canvas.bounds, theme: theme)
        canvas.write("\(size.columns) by \(size.rows), \(theme.background.rawValue)", at: inside.origin, theme.muted)
        canvas.write(model.words.suffix(inside.rows - 1).map { TextLine($0) }, in: inside.dropFirst(rows: 1))
        canvas.mark(inside.dropFirst(rows: 1), as: "words")
        return canvas
    }

    func event(for report: TerminalReport) -> Event? { .report(report) }

    func action(for effect: Effect) -> TerminalAction<Event> { effect }

    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let device = try TerminalDevice(environment: environment)
        let settings = TerminalSettings(depth: ColourDepth(environment: environment))
        let runtime = TerminalRuntime(TerminalSample(), model: Model(), device: device, settings: settings)
        await runtime.run().endProcess()
    }
}
