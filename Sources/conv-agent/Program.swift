import ArgumentParser
import Assistant
import Glibc
import Hub
import Replica
import SyncProtocol

/// Runs a command, says in one sentence what went wrong, and ends with a code that scripts can tell apart.
@main
enum Program {
    /// The version of the program.
    static let version = "0.1.0"

    /// What the codes mean.
    private enum ExitCode {
        static let failure: Int32 = 1
        static let usage: Int32 = 2
        static let notFound: Int32 = 3
    }

    static func main() async {
        // A reader that ends early, such as `head`, is no failure worth a message.
        signal(SIGPIPE, SIG_DFL)
        do {
            var command = try ConvAgent.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(report(error))
        }
    }

    /// Prints what an error says; gives the code to end with.
    private static func report(_ error: any Error) -> Int32 {
        if let (message, code) = explanation(of: error) {
            Terminal.printError("conv-agent: \(message)")
            return code
        }
        let message = ConvAgent.fullMessage(for: error)
        if ConvAgent.exitCode(for: error).isSuccess {
            Output.line(message)
            return 0
        }
        if !message.isEmpty { Terminal.printError(message) }
        return ConvAgent.exitCode(for: error) == .validationFailure ? ExitCode.usage : ExitCode.failure
    }

    /// What went wrong, as a sentence that is safe to show.
    static func sentence(of error: any Error) -> String {
        explanation(of: error)?.0 ?? "it failed; `conv-agent rescue` helps if this goes on"
    }

    /// The sentence and the code for the errors of this project; nil for those of the argument parser.
    private static func explanation(of error: any Error) -> (String, Int32)? {
        switch error {
        case let error as ReplicaError:
            if case .notFound = error { return (error.description, ExitCode.notFound) }
            if case .invalidInput = error { return (error.description, ExitCode.usage) }
            if case .tooLarge = error { return (error.description, ExitCode.usage) }
            return (error.description, ExitCode.failure)
        case let error as HubError:
            switch error.code {
            case .notFound: return (error.description, ExitCode.notFound)
            case .invalidValue, .malformed, .unknownSetting: return (error.description, ExitCode.usage)
            default: return (error.description, ExitCode.failure)
            }
        case let error as AssistantError: return (error.description, ExitCode.failure)
        case let error as SyntaxProblem: return ("the search cannot be read \(error)", ExitCode.usage)
        case let error as ProtocolError where error.code == .malformed || error.code == .upgradeRequired:
            // The same reading serves what comes from a server and what lies on this disk.
            let remedy = "if no sync was under way, the replica's file may be damaged: run `conv-agent rescue`"
            return ("\(error.explanation); \(remedy)", ExitCode.failure)
        case let error as ProtocolError: return (error.explanation, ExitCode.failure)
        case let error as TransportError: return (error.description, ExitCode.failure)
        case is CancellationError: return ("it was interrupted", ExitCode.failure)
        default: return databaseExplanation(of: error).map { ($0, ExitCode.failure) }
        }
    }

    /// What the database's error means for its owner; its own text may quote rows and is not shown.
    private static func databaseExplanation(of error: any Error) -> String? {
        guard let failure = DatabaseFailure(error) else { return nil }
        return failure.description
    }
}
