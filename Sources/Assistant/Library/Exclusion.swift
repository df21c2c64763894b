public import Hub

/// Why an item took no part in answering.
public enum Exclusion: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is switched off.
    case off
    /// No version of it was published, or it was withdrawn.
    case notPublished = "not_published"
    /// Who asks does not belong to its audience, or what is known of them does not decide.
    case audience
    /// It is in a language that is not accepted.
    case language
}

/// Who asks, as far as it decides what they may be answered from.
public struct Reader: Sendable {
    /// What is known of them.
    public var traits: AudienceTraits
    /// The languages that an answer may have, as BCP 47; nil: all.
    public var languages: Set<String>?
    /// Which places lie in which regions.
    public var regions: RegionHierarchy

    /// Describes a reader.
    public init(traits: AudienceTraits, languages: Set<String>? = nil, regions: RegionHierarchy = .none) {
        self.traits = traits
        self.languages = languages
        self.regions = regions
    }

    /// Why an item is kept from this reader; nil when it is not.
    public func exclusion(of item: LibraryItem) -> Exclusion? {
        if !item.isOn { return .off }
        if !item.isPublished { return .notPublished }
        if !item.audience.includes(traits, regions: regions) { return .audience }
        if let languages, let language = item.language, !languages.contains(where: { Self.accepts($0, language) }) {
            return .language
        }
        return nil
    }

    /// Whether a language is the accepted one or a variety of it: `pt` accepts `pt-BR`.
    private static func accepts(_ accepted: String, _ language: String) -> Bool {
        let (accepted, language) = (Words.caseFolded(accepted), Words.caseFolded(language))
        return language == accepted || language.hasPrefix(accepted + "-")
    }
}

extension LibraryView {
    /// The library as a reader may see it; what is kept from them is left out before anything is scored.
    ///
    /// - Complexity: O(items · audience + postings).
    public init(_ index: LibraryIndex, for reader: Reader) {
        self.init(index, isVisible: index.items.map { reader.exclusion(of: $0) == nil })
    }
}
