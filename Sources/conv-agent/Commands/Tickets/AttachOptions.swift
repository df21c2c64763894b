import ArgumentParser
import Hub

/// The files of a message.
struct AttachOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Attach a file; give it once for each, at most ten.", valueName: "file"),
        completion: .file())
    var attach: [String] = []
}
