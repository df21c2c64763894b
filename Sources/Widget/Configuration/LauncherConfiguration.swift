/// What the launcher asks for before it shows itself.
package struct LauncherConfiguration: Sendable, Encodable {
    /// The file of the panel, with the hash that the browser checks it against.
    struct Panel: Sendable, Encodable {
        let path: String
        let integrity: String
    }

    let on: Bool
    let panel: Panel
    let theme: WidgetSettings.Theme
    let launcher: String
    let position: String
    let delay: Int64
    let language: String
    let direction: String
    let greeting: String
    let words: [String: String]
    let limits: WidgetLimits

    /// The configuration for a browser's language.
    package init(_ settings: WidgetSettings, language: String) {
        let words = WidgetWords.words(for: language)
        on = settings.isOn
        panel = Panel(path: WidgetAssets.panel.path, integrity: WidgetAssets.panel.integrity)
        theme = settings.theme
        launcher = settings.launcher
        position = settings.position
        delay = settings.delaySeconds
        self.language = words.language
        direction = words.isRightToLeft ? "rtl" : "ltr"
        greeting = settings.greeting(in: words.language) ?? words.texts["greeting"] ?? ""
        self.words = words.texts
        limits = settings.limits
    }
}
