import Glibc

/// Runs a program in a terminal: one loop on the main actor over everything that happens.
///
/// It handles all that waits, then draws once, at most every 8 ms, with one write. Nothing that an effect does is
/// waited for.
@MainActor
public final class TerminalRuntime<Program: TerminalProgram> {
    private enum Message: Sendable {
        case notice(InputReader.Notice)
        case event(Program.Event)
        case taskEnded(purpose: String, number: Int)
    }

    /// The shortest time between two frames: short enough that what a key asked for is on the screen 16 ms after it,
    /// though the key has drawn a frame of its own.
    private static var frameInterval: Duration { .milliseconds(8) }
    /// How long effects may take after the program was told that it is ended.
    nonisolated private static var endingInterval: Duration { .seconds(1) }

    /// What the program knows.
    public private(set) var model: Program.Model

    private let program: Program
    private let device: TerminalDevice
    private let mailbox = Mailbox<Message>()
    private var appearance: Appearance
    private var encoder: FrameEncoder
    private let tasks: EffectTasks<Program.Event>
    private var size = Size(columns: 0, rows: 0)
    /// What the terminal shows; nil when that is not known.
    private var shown: Canvas?
    private var end: TerminalEnd?
    private var isDrawn = false

    /// Makes a runtime; `model` is what the program knows at the start.
    public init(_ program: Program, model: Program.Model, device: TerminalDevice, settings: TerminalSettings) {
        self.program = program
        self.model = model
        self.device = device
        appearance = Appearance(settings)
        encoder = FrameEncoder(depth: settings.depth)
        device.hasMouse = settings.hasMouse
        tasks = EffectTasks(Emitter { [mailbox] in mailbox.send(.event($0)) }) { [mailbox] purpose, number in
            mailbox.send(.taskEnded(purpose: purpose, number: number))
        }
    }

    /// Sends events into the loop, from any task: for changes that no effect of the program brings.
    public var emitter: Emitter<Program.Event> {
        Emitter { [mailbox] in mailbox.send(.event($0)) }
    }

    /// Shows the program until it quits or is ended; the terminal is as before when this returns.
    public func run() async -> TerminalEnd {
        let signals = SignalPipe.open()
        device.enter()
        let reader = InputReader(device.inputDescriptor, signals: signals) { [mailbox] notice in
            // From the reader's thread: the loop may hang, which is when it matters.
            if case .signal(let number) = notice, SignalPipe.isEnding(number) {
                Watchdog.start(after: Self.endingInterval * 2, signal: number)
            }
            mailbox.send(.notice(notice))
        }
        takeSize()
        if appearance.isAutomatic { device.send(TerminalModes.askBackground) }
        await report(.resized(size), reader)
        draw()
        await loop(reader)
        if case .signal = end { await tasks.finish(within: Self.endingInterval) }
        tasks.cancelAll()
        reader.stop()
        device.leave()
        SignalPipe.close(signals)
        return end ?? .quit
    }

    private func loop(_ reader: InputReader) async {
        let clock = ContinuousClock()
        var nextFrame = clock.now
        while end == nil {
            await mailbox.wait()
            await handleAll(reader)
            if !isDrawn, clock.now < nextFrame {
                // Whatever arrives until the frame is due is part of it.
                try? await Task.sleep(until: nextFrame, clock: clock)
                await handleAll(reader)
            }
            guard !isDrawn, end == nil else { continue }
            nextFrame = clock.now + Self.frameInterval
            draw()
        }
    }

    private func handleAll(_ reader: InputReader) async {
        CrashGuard.protectStack()
        for message in mailbox.takeAll() where end == nil {
            switch message {
            case .event(let event): await apply(event, reader)
            case .notice(.input(.background(let colour))):
                appearance.reported = colour
                isDrawn = false
            case .notice(.input(let input)):
                await report(.input(input, target: target(of: input)), reader)
            case .notice(.signal(let number)): await handle(signal: number, reader)
            case .notice(.closed): end = .closed
            case .taskEnded(let purpose, let number): tasks.remove(purpose, number)
            }
        }
    }

    private func target(of input: Input) -> String? {
        guard case .mouse(let mouse) = input else { return nil }
        return shown?.target(at: mouse.point)?.name
    }

    private func report(_ report: TerminalReport, _ reader: InputReader?) async {
        if let event = program.event(for: report) { await apply(event, reader) }
    }

    private func apply(_ event: Program.Event, _ reader: InputReader?) async {
        isDrawn = false
        for effect in program.update(&model, event) { await perform(program.action(for: effect), reader) }
    }

    private func perform(_ action: TerminalAction<Program.Event>, _ reader: InputReader?) async {
        switch action {
        case .run(let purpose, let work): tasks.start(purpose, work)
        case .cancel(let purpose): tasks.cancel(purpose)
        case .copy(let text): device.send(Clipboard.sequence(text))
        case .mouse(let isOn): device.hasMouse = isOn
        case .appearance(let background, let isASCII):
            appearance.chosen = background
            appearance.isASCII = isASCII
        case .repaint: shown = nil
        case .suspend: await suspend(reader)
        case .lend(let work): await lend(work, reader)
        case .quit: end = end ?? .quit
        }
    }

    private func handle(signal number: Int32, _ reader: InputReader) async {
        switch number {
        case SIGWINCH:
            takeSize()
            isDrawn = false
            await report(.resized(size), reader)
        case SIGCONT:
            // Whoever stopped the program may have used the terminal.
            device.enter()
            takeSize()
            shown = nil
            isDrawn = false
        case SIGTSTP: await suspend(reader)
        default:
            await report(.ending, reader)
            end = .signal(number)
        }
    }

    private func suspend(_ reader: InputReader?) async {
        reader?.pause()
        device.leave()
        SignalPipe.stop()
        await takeBack(reader)
    }

    private func lend(_ work: @Sendable () async -> Program.Event?, _ reader: InputReader?) async {
        reader?.pause()
        device.leave()
        SignalPipe.leaveStopping()
        let event = await work()
        SignalPipe.catchStopping()
        await takeBack(reader)
        if let event { await apply(event, reader) }
    }

    private func takeBack(_ reader: InputReader?) async {
        device.enter()
        reader?.resume()
        shown = nil
        let old = size
        takeSize()
        if size != old { await report(.resized(size), reader) }
        await report(.resumed, reader)
        isDrawn = false
    }

    private func takeSize() { size = device.size }

    private func draw() {
        let canvas = program.draw(model, size: size, theme: appearance.theme)
        let frame = encoder.frame(from: shown, to: canvas)
        if !frame.isEmpty, !device.send(frame) { end = .closed }
        shown = canvas
        isDrawn = true
    }
}
