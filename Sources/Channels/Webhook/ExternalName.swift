import Foundation

/// What a channel's server calls a message that it took, as its answer may say.
struct ExternalName {
    private struct Form: Decodable {
        let external_message: String?
    }

    let text: String

    /// Reads an answer; nil when it names nothing that can be a name.
    init?(answer: [UInt8]) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(answer)), let name = form.external_message,
            (1...InboundLimits.idByteCountMax).contains(name.utf8.count)
        else { return nil }
        text = name
    }
}
