import ArgumentParser
import Foundation
import Hub
import Replica
import Scenes
import TerminalCanvas

/// `conv-agent`: the workspace on the whole terminal.
struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace", abstract: "Open the inbox, tickets and landing page on the whole terminal.",
        discussion: """
            Everything comes from the replica on this machine, and the server is followed meanwhile. `?` lists every \
            command, `conv-agent keys` prints them. With --plain or --json the inbox is printed instead.
            """
    )

    @Flag(help: "Open the landing page instead of the inbox.")
    var landing = false

    @Flag(help: "Leave the server alone; another `conv-agent sync --follow` may keep the replica in step.")
    var offline = false

    @OptionGroup var look: LookOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        // Where nobody could answer, a page is printed; at a terminal --plain goes on line by line.
        if common.isJSON || look.plain && !Terminal.isInteractive {
            return try HeadlessWorkspace(common).show(landing ? .landing : .tickets, look.form(common))
        }
        try await open()
    }

    @MainActor
    private func open() async throws {
        let environment = ProcessInfo.processInfo.environment
        let device = look.plain ? nil : try TerminalDevice(environment: environment)
        let store = try common.open()
        let performer = Performer(folder: common.folder, store: store)
        var model = Model(
            place: landing ? .landing : .tickets, now: .now, me: store.member.user.description, zone: try store.zone())
        let hasClipboard = device != nil && Clipboard.isPossible(environment: environment)
        model.copyByteCountMax = hasClipboard ? Clipboard.bytesMax : nil
        model.keyMap = try KeyFile.read(environment: environment)
        // The first frame shows the first rows: they are read before the terminal is touched.
        var waiting: [Effect] = []
        for (index, effect) in model.begin(rows: device?.size.rows ?? 20).enumerated() {
            guard index == 0 else {
                waiting.append(effect)
                continue
            }
            performer.perform(effect) { waiting += update(&model, $0) }
        }
        let synchronizer = offline ? nil : Synchronizer(performer)
        let sign = offline ? nil : WritingSign(try common.folder.presence(of: store))
        let onlooker = offline ? nil : Onlooker(try common.folder.presence(of: store))
        let program = WorkspaceProgram(
            performer, synchronizer: synchronizer, sign: sign, onlooker: onlooker, first: waiting, isASCII: look.ascii)
        guard let device else {
            let runtime = LineRuntime(program, model: model, write: Output.write)
            await follow(performer, synchronizer, onlooker, runtime.emitter) { await runtime.run() }
            return await program.finish()
        }
        let settings = TerminalSettings(
            background: look.theme?.background, depth: ColourDepth(environment: environment), isASCII: look.ascii)
        let runtime = TerminalRuntime(program, model: model, device: device, settings: settings)
        let end = await follow(performer, synchronizer, onlooker, runtime.emitter) { await runtime.run() }
        await program.finish()
        if end != .quit { end.endProcess() }
    }

    /// Tells the workspace of the replica's and the server's changes for as long as the body runs.
    @MainActor
    private func follow<Result: Sendable>(
        _ performer: Performer, _ synchronizer: Synchronizer?, _ onlooker: Onlooker?, _ emitter: Emitter<SceneEvent>,
        _ body: @MainActor () async -> Result
    ) async -> Result {
        let watching = Task.detached { await Watcher(performer).run { emitter($0) } }
        let following = Task.detached { await synchronizer?.run { emitter($0) } }
        let looking = Task.detached { await onlooker?.run { emitter($0) } }
        defer {
            looking.cancel()
            watching.cancel()
            following.cancel()
        }
        return await body()
    }
}

/// How a screen looks.
struct LookOptions: ParsableArguments {
    /// Colours for a background.
    enum ThemeName: String, ExpressibleByArgument, CaseIterable {
        case light, dark

        var background: Theme.Background { self == .light ? .light : .dark }
    }

    @Flag(help: "Words and tables for screen readers and scripts: no full screen, no colours, no drawings.")
    var plain = false

    @Option(help: "Colours for a light or a dark background; as the terminal says when not given.")
    var theme: ThemeName?

    @Flag(help: "Draw with ASCII alone, for terminals where block characters are wide or missing.")
    var ascii = false

    /// The form that was asked for.
    func form(_ common: CommonOptions, size: Size = Size(columns: 100, rows: 30), hasColours: Bool = false)
        -> ScreenForm
    {
        if common.isJSON { return .json }
        if plain { return .plain }
        let depth: ColourDepth = hasColours ? .full : .none
        let theme = Theme(background: theme?.background ?? .dark, depth: depth, isASCII: ascii)
        return .canvas(size, theme, hasColours: hasColours)
    }
}

/// The forms that a screen is printed in.
enum ScreenForm {
    /// As the terminal would show it.
    case canvas(Size, Theme, hasColours: Bool)
    /// In words.
    case plain
    /// As a value.
    case json
}
