/// Why the widget's server does not do what a browser asks for. The code is stable; browsers show words of their own.
public enum WidgetError: String, Error, Hashable, Sendable, CustomStringConvertible {
    /// The page's origin is not on the list.
    case originNotAllowed = "origin_not_allowed"
    /// The widget is switched off.
    case off
    /// No session, or one that ran out or was ended.
    case sessionInvalid = "session_invalid"
    /// A proof of identity that does not hold.
    case identityInvalid = "identity_invalid"
    /// A named user without any proof, where proof is required.
    case identityRequired = "identity_required"
    /// The visitor's secret belongs to somebody who is known by now.
    case visitorKnown = "visitor_known"
    /// What came is not of the form that the widget sends.
    case malformed
    /// A message or file is larger than allowed.
    case tooLarge = "too_large"
    /// A file of a kind that is not taken.
    case badType = "bad_type"
    /// No such file, or not for this visitor.
    case notFound = "not_found"
    /// Too much at once.
    case tooMany = "too_many"
    /// The server cannot take it just now.
    case unavailable

    /// The status of the HTTP answer.
    public var status: Int {
        switch self {
        case .originNotAllowed, .off, .identityInvalid, .identityRequired: 403
        case .sessionInvalid: 401
        case .visitorKnown: 409
        case .malformed: 400
        case .tooLarge: 413
        case .badType: 415
        case .notFound: 404
        case .tooMany: 429
        case .unavailable: 503
        }
    }

    /// What is wrong and what to do, for whoever builds the page.
    public var description: String {
        switch self {
        case .originNotAllowed:
            "the widget does not run on this origin; add it with `conv-agent settings set widget.origin.NAME.url`"
        case .off: "the widget is switched off in the workspace's settings"
        case .sessionInvalid: "the session is unknown or has run out; begin another one"
        case .identityInvalid:
            "the proof of identity does not hold; check the secret, the audience, the times and the algorithm (HS256)"
        case .identityRequired: "a user is named without proof; sign the user's identity with the widget's secret"
        case .visitorKnown: "the visitor is known by now; make a new secret, or prove who the visitor is"
        case .malformed: "the request is not of the form that the widget sends"
        case .tooLarge: "this is larger than the widget takes"
        case .badType: "files of this kind are not taken"
        case .notFound: "there is no such thing here"
        case .tooMany: "that is too much at once; wait as long as Retry-After says"
        case .unavailable: "the server cannot take it just now; try again in a moment"
        }
    }
}
