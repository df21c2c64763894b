/// The kinds of documents that a workspace consists of.
///
/// The raw value stands in change envelopes and names the schema in `schemas/documents/`.
public enum DocumentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case ticket, discussion, person, company, article, guidance, settings, preset
}
