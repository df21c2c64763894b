import Hub

/// Why a change gets a void row instead of its place, as a stable code and a sentence that says what to do.
struct LogRefusal: Error, Hashable {
    let code: String
    let explanation: String

    init(code: String, explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    init(_ refusal: Refusal) {
        code = refusal.code
        explanation = refusal.explanation
    }

    private init(_ code: String) {
        self.code = code
        explanation = Self.explanation(of: code)
    }

    /// An earlier change of the same actor and document was refused, or never came.
    static let followsRefused = LogRefusal("follows_refused")
    /// It builds on changes of the document that the log does not hold.
    static let unknownHeads = LogRefusal("unknown_heads")
    /// The root was placed elsewhere in the meantime.
    static let placementConflict = LogRefusal("placement_conflict")
    /// The root was never placed, so nobody could read the change.
    static let unplacedRoot = LogRefusal("unplaced_root")
    /// The operations cannot be read.
    static let malformed = LogRefusal("malformed")
    /// Only owners and administrators may do it.
    static let roleForbids = LogRefusal(.roleForbids)
    /// The words that the change refers to are not of its root.
    static let foreignTarget = LogRefusal("foreign_target")
    /// Only the server states this.
    static let serverOnly = LogRefusal("server_only")

    /// The author's replica gave it up before it was sent.
    static let withdrawn = LogRefusal("withdrawn")

    private static let explanations = [
        "withdrawn": "it was given up before it was sent; its words are among your rescued drafts",
        "follows_refused":
            "an earlier change of yours on this document was refused; look at it with `sync why` and try again",
        "unknown_heads": "it builds on a change that the server refused or never received; sync, then make it again",
        "placement_conflict":
            "the ticket was moved by somebody else in the meantime; look where it is now and move it again",
        "unplaced_root": "nothing says where this belongs; place it in a queue or scope first",
        "malformed": "the operations cannot be read; update the program that wrote the change",
        "foreign_target": "an erasure names changes of the one root that it is written on; make one for each root",
        "server_only":
            "only the server itself numbers tickets, founds a workspace and changes its own role and devices; leave it to it",
    ]

    /// The sentence of a code that was recorded earlier.
    static func explanation(of code: String) -> String {
        Refusal(rawValue: code)?.explanation ?? explanations[code]
            ?? "it was refused when it was first sent; look at it with `sync why`"
    }
}
