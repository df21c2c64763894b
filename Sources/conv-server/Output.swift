import ArgumentParser
import Foundation
import Glibc
import Hub
import SyncServer

/// How a command prints.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON value instead of text.")
    var json = false

    /// Prints a report: as JSON, or what `text` gives.
    func print(_ report: some Encodable, _ text: () -> String) throws {
        let text = json ? try JSONText.encode(report) : Plain.block(text())
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            throw ServerError.refused("the output cannot be written; make room where it goes")
        }
    }
}

/// The clock of a command.
struct ClockOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Pretend that it is this instant (RFC 3339), for tests.", visibility: .hidden))
    var now: String?

    /// The instant that counts as now.
    var instant: Instant {
        get throws {
            guard let now else { return ServerClock.now() }
            guard let instant = ServerClock.parse(now) else {
                throw ServerError.invalidInput("--now takes an instant like 2026-01-31T12:00:00Z")
            }
            return instant
        }
    }
}

/// Runs the body of a command and turns what it throws into one sentence and an exit code.
enum Output {
    /// A check of `verify` and the like failed.
    static let checkFailed = ExitCode(3)
    /// The command was asked wrongly.
    static let wrongCall = ExitCode(2)

    /// Runs `body`; errors go to the standard error in one line.
    static func run(_ options: OutputOptions, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ExitCode {
            throw error
        } catch {
            report(ServerFailure.sentence(error))
            if case ServerError.invalidInput = error { throw wrongCall }
            throw ExitCode.failure
        }
    }

    /// Prints a line to the standard error; where nobody can hear it, it goes unheard.
    static func report(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data("conv-server: \(Plain.line(line))\n".utf8))
    }

    /// Whether somebody watches the standard error.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }
}
