/// What a search means by «me», «today» and the workspace's clock.
public struct SearchContext: Hashable, Sendable {
    /// The instant that relative times count from.
    public let now: Instant
    /// The identifier that `me` stands for; nil where nobody is signed in, and then `me` matches nothing.
    public let me: String?
    /// The workspace's zone, which days and months begin in.
    public let zone: LocalZone

    /// Assembles a context.
    public init(now: Instant, me: String? = nil, zone: LocalZone = .utc) {
        self.now = now
        self.me = me
        self.zone = zone
    }
}
