public import Hub

/// What a change is about. Kinds that a build does not know are stored and relayed untouched.
public struct ChangeKind: RawRepresentable, Hashable, Sendable {
    /// The number on the wire: below 32 a document, from 32 on a control fact that the server itself reads.
    public let rawValue: UInt8

    /// Takes the number on the wire.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A document of the hub.
    public init(_ kind: DocumentKind) {
        guard let index = Self.documents.firstIndex(of: kind) else {
            preconditionFailure("every document kind has a number")
        }
        rawValue = UInt8(index + 1)
    }

    /// Places a root in a scope, or moves it.
    public static let placement = ChangeKind(rawValue: 32)
    /// A fact about users, devices, invites and grants.
    public static let directory = ChangeKind(rawValue: 33)
    /// Drops the content of changes.
    public static let erasure = ChangeKind(rawValue: 34)
    /// Gives a ticket its human number; written by the server alone.
    public static let ticketNumber = ChangeKind(rawValue: 35)

    /// Uses up the number of a change that its author's replica had to give up before it was sent; holds nothing.
    public static let withdrawn = ChangeKind(rawValue: 36)

    /// The order is the wire format: append, never reorder.
    private static let documents: [DocumentKind] = [
        .ticket, .discussion, .person, .company, .article, .guidance, .settings, .preset,
    ]

    /// The document kind; nil for control facts and unknown kinds.
    public var document: DocumentKind? {
        let index = Int(rawValue) - 1
        return Self.documents.indices.contains(index) ? Self.documents[index] : nil
    }

    /// True for facts that the server reads in order to place, permit and erase.
    public var isControl: Bool { rawValue >= 32 }
}
