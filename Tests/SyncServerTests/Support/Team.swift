/// Teammates who outlive the server that they joined at.
actor Team {
    private(set) var teammates: [Teammate] = []

    /// Adds teammates.
    func add(_ more: [Teammate]) { teammates += more }

    subscript(index: Int) -> Teammate { teammates[index] }
}
