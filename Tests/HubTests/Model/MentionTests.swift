import Hub
import Testing

@Suite struct MentionTests {
    @Test(arguments: [
        ("hello @[Ben](user:7), and @[Anna A.](user:a-b)!", ["7 Ben", "a-b Anna A."]),
        ("\\@[Ben](user:7)", []),
        ("@[Ben](user:)", []),
        ("@[Ben](user:a b)", []),
        ("@[Be\nn](user:7)", []),
        ("@[Ben](mailto:7) @[Ben](user:8)", ["8 Ben"]),
        ("@[@[Ben](user:7)", ["7 @[Ben"]),
        ("@[", []), ("@[x", []), ("@[x](user:7", []), ("@", []), ("", []),
        ("@[Ünï ❤️](user:ü)", ["ü Ünï ❤️"]),
    ])
    func `mentions are found by their form`(_ source: String, _ expected: [String]) {
        #expect(Mention.mentions(in: source).map { "\($0.user) \($0.name)" } == expected)
    }
}
