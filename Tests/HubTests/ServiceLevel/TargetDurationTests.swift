import Testing

@testable import Hub

@Suite struct TargetDurationTests {
    @Test(arguments: [
        ("8h", TargetDuration.seconds(28_800)), ("30m", .seconds(1800)), ("45s", .seconds(45)),
        ("1h30m", .seconds(5400)), ("1bd", .businessDays(1)), ("24H", .seconds(86_400)),
    ])
    func `a target with its unit is read`(text: String, duration: TargetDuration) throws {
        #expect(try TargetDuration(parsing: text) == duration)
        #expect(TargetDuration(duration.description) == duration)
    }

    @Test(arguments: ["1 day", "1d", "2 days", "1day"])
    func `an ambiguous day is refused and both readings are offered`(text: String) throws {
        let error = try #require(throws: HubError.self) { try TargetDuration(parsing: text) }
        #expect(error.description.contains("24h") && error.description.contains("1bd"))
    }

    @Test(arguments: [
        "", "8", "h", "0h", "-1h", "8 h", "30m1h", "1h1h", "1bd2h", "1.5h", "9999999999999999999h", "200000h",
        "9999bd", "1w",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: HubError.self) { try TargetDuration(parsing: text) }
    }
}
