import CRDT
package import Hub

/// The widget as the workspace's settings have it.
package struct WidgetSettings: Hashable, Sendable {
    private let settings: Settings
    private let channel: ChannelPolicy

    /// Reads the sections that say something about the widget.
    package init(widget: Settings, channels: Settings, assistant: Settings) {
        settings = widget
        channel = ChannelPolicy(of: "widget", channels: channels, assistant: assistant)
    }

    /// The colours.
    package struct Theme: Hashable, Sendable, Encodable {
        let accent: String
        let background: String
        let mode: String
    }

    /// Whether the widget takes anything at all.
    package var isOn: Bool { channel.takesMessages }
    /// Whether visitors see what an author writes.
    package func shows(_ author: Author?) -> Bool {
        switch author?.kind {
        case .ai: channel.sendsAssistant
        case .customer: true
        default: channel.sendsPeople
        }
    }
    /// Whether reactions are shown and taken.
    package var takesReactions: Bool { channel.takesReactions }
    /// The origins of the sites that it runs on.
    package var origins: Set<Origin> {
        let names = settings.names(of: "widget.origin.*.url").filter { settings["widget.origin.\($0).on"] == true }
        return Set(names.compactMap { Origin(text("widget.origin.\($0).url")) })
    }
    /// The theme.
    package var theme: Theme {
        Theme(
            accent: text("widget.theme.accent"), background: text("widget.theme.background"),
            mode: text("widget.theme.mode"))
    }
    /// What opens the widget.
    package var launcher: String { text("widget.launcher") }
    /// The corner that it stands in: `start` or `end` of a line.
    package var position: String { text("widget.position") }
    /// After how many seconds the launcher appears.
    package var delaySeconds: Int64 { integer("widget.delay_seconds") }
    /// What visitors see as the name of the AI.
    package var assistantName: String? { filled("widget.assistant_name") }
    /// Whether a user who is named without proof is refused, instead of taken as a claim.
    package var requiresProof: Bool { settings["widget.identity.required"] == true }
    /// Whether a page may say by which opaque mark it recognises a visitor.
    package var takesFingerprint: Bool { settings["widget.fingerprint"] == true }
    /// Whether the sample page is served.
    package var servesSample: Bool { settings["widget.sample"] == true }
    /// What a visitor may send.
    package var limits: WidgetLimits {
        WidgetLimits(
            fileCount: Int(integer("widget.files.count")),
            fileBytes: Int(integer("widget.files.megabytes")) * 1_000_000, reactions: takesReactions
        )
    }

    /// The greeting in a language; nil when nobody wrote one.
    package func greeting(in language: String) -> String? {
        filled("widget.greeting.\(language)")
    }

    private func text(_ name: String) -> String { if case .string(let text) = settings[name] { text } else { "" } }

    private func filled(_ name: String) -> String? { text(name).isEmpty ? nil : text(name) }

    private func integer(_ name: String) -> Int64 {
        if case .integer(let number) = settings[name] { number } else { 0 }
    }
}
