import Foundation

/// What the widget says of itself, in one language.
package struct WidgetWords: Sendable {
    /// The language, as BCP 47 has it.
    package let language: String
    /// Whether it is written from right to left.
    package var isRightToLeft: Bool { language == "ar" }
    /// The texts by name; `%` stands for a number or a name.
    package let texts: [String: String]

    /// The languages there are; the first is for everybody else.
    package static let all: [WidgetWords] = [
        ("en", PackageResources.en_json), ("de", PackageResources.de_json), ("fr", PackageResources.fr_json),
        ("es", PackageResources.es_json), ("ar", PackageResources.ar_json),
    ].map { language, bytes in
        guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) else {
            preconditionFailure("the texts of a language are an object of strings")
        }
        return WidgetWords(language: language, texts: texts)
    }

    /// The texts for a browser's language, such as `de-AT`.
    package static func words(for language: String) -> WidgetWords {
        let wanted = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return all.first { $0.language == wanted } ?? all[0]
    }
}
