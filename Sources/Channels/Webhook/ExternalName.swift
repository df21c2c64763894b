import Foundation

/// What a channel's server calls a message that it took, as its answer may say.
struct ExternalName {
    private struct Form: Decodable {
        let name: String?

        enum CodingKeys: String, CodingKey { case name = "external_message" }
    }

    let text: String

    /// Reads an answer; nil when it names nothing that can be a name.
    init?(answer: [UInt8]) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(answer)), let name = form.name,
            (1...InboundLimits.idByteCountMax).contains(name.utf8.count)
        else { return nil }
        text = name
    }
}
