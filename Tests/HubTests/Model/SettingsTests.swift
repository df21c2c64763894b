import CRDT
import Hub
import Testing

@Suite struct SettingsTests {
    @Test(arguments: SettingDefinition.all)
    func `a setting takes its standard, is found by its name and explains itself`(_ definition: SettingDefinition) {
        let name = definition.pattern.split(separator: ".").map { $0 == "*" ? "thing" : String($0) }
            .joined(separator: ".")
        #expect(SettingDefinition.definition(of: name) == definition, "every name has one definition")
        #expect(definition.standard == .null || definition.type.accepts(definition.standard))
        #expect(!definition.summary.isEmpty && !definition.type.explanation.isEmpty)
        #expect(!definition.type.accepts(.bytes([1])))
    }

    @Test(arguments: ["", ".", "channel", "channel.email", "channel..on", "channel.email.on.x", "nonsense", "*"])
    func `what is no setting has no definition`(_ name: String) {
        #expect(SettingDefinition.definition(of: name) == nil)
    }

    @Test(arguments: [
        (
            SettingType.duration, ["30s", "15m", "8h", "1bd", "1h30m"],
            ["1d", "8", "h", "", "-1h", "1 h", "30m1h", "0s"]
        ),
        (.color, ["#1a2b3c", "#FFFFFF"], ["1a2b3c", "#12345", "#12345g", "#1234567"]),
        (
            .openingTimes, ["09:00-17:00", "09:00-12:00,13:00-24:00", "closed", "00:00-24:00"],
            ["9:00-17:00", "17:00-09:00", "09:00-12:00,11:00-13:00", "09:00", "", "09:00-25:00", "09:60-10:00"]
        ),
        (.text(scalarsMax: 3), ["", "äöü"], ["abcd"]),
        (.choice(["a", "b"]), ["a"], ["c", "A"]),
    ])
    func `a type takes what it says and nothing else`(_ type: SettingType, _ good: [String], _ bad: [String]) {
        for text in good { #expect(type.accepts(.string(text)), "\(text)") }
        for text in bad { #expect(!type.accepts(.string(text)), "\(text)") }
        #expect(!type.accepts(1) && !type.accepts(true))
    }

    @Test func `numbers keep to their range`() {
        #expect(SettingType.integer(0...10).accepts(10) && !SettingType.integer(0...10).accepts(11))
        #expect(SettingType.number(0...1).accepts(0.5) && SettingType.number(0...1).accepts(1))
        #expect(!SettingType.number(0...1).accepts(1.5) && !SettingType.number(0...1).accepts(.double(.nan)))
    }

    @Test func `a section reads what was set, else the standard, and prints itself`() throws {
        var device = Device(1)
        var document = Document()
        try device.edit(&document) { transaction throws(HubError) in
            try Settings.set("assistant.channel.email.threshold", to: 0.85, in: &transaction)
            try Settings.set("assistant.on", to: false, in: &transaction)
        }
        let settings = Settings(section: .assistant, document: document)
        #expect(settings["assistant.channel.email.threshold"] == 0.85)
        #expect(settings["assistant.channel.slack.threshold"] == 0.7)
        #expect(settings["assistant.on"] == false)
        #expect(settings["nonsense"] == .null)
        #expect(settings.text == "assistant.channel.email.threshold = 0.85\nassistant.on = false\n")
        #expect(settings.names(of: "assistant.channel.*.threshold") == ["email"])
    }

    @Test func `unknown names and wrong values are refused with what the setting takes`() {
        var device = Device(1)
        var document = Document()
        let unknown = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Settings.set("assistent.on", to: true, in: &transaction)
            }
        }
        #expect(unknown?.code == .unknownSetting)
        let wrong = #expect(throws: HubError.self) {
            try device.edit(&document) { transaction throws(HubError) in
                try Settings.set("assistant.channel.email.threshold", to: 2, in: &transaction)
            }
        }
        #expect(wrong?.code == .invalidValue)
        #expect(wrong?.description.contains("0.0 to 1.0") == true)
        #expect(document.isEmpty)
    }

    @Test func `typed text becomes a value of the setting's type`() throws {
        #expect(try Settings.value("off", of: "assistant.on") == false)
        #expect(try Settings.value("0.5", of: "assistant.channel.x.threshold") == 0.5)
        #expect(try Settings.value("14", of: "channel.email.reopen_days") == 14)
        #expect(try Settings.value("8h", of: "policy.gold.first_response") == "8h")
        #expect(throws: HubError.self) { try Settings.value("1 day", of: "policy.gold.first_response") }
        #expect(throws: HubError.self) { try Settings.value("maybe", of: "assistant.on") }
    }

    @Test func `two versions compare by name, and a revert can be reverted`() throws {
        var device = Device(1)
        var document = Document()
        func set(_ name: String, _ value: Value) throws {
            try device.edit(&document) { transaction throws(HubError) in
                try Settings.set(name, to: value, in: &transaction)
            }
        }
        try set("queue.a.name", "Alpha")
        let old = document.heads
        try set("queue.a.name", "Beta")
        try set("queue.b.name", "New")
        let new = document.heads
        let difference = try Settings.difference(from: old, to: new, in: document)
        #expect(difference.map(\.name) == ["queue.a.name", "queue.b.name"])
        #expect(difference.map(\.before) == ["Alpha", .null])
        for (heads, expected) in [(old, ["a"]), (new, ["a", "b"])] {
            try device.edit(&document) { transaction throws(HubError) in
                try Settings.revert(to: heads, in: &transaction)
            }
            #expect(try Settings.difference(from: heads, to: document.heads, in: document).isEmpty)
            #expect(Settings(section: .queues, document: document).names(of: "queue.*.name") == expected)
        }
    }

    @Test func `every section has a document of its own that names it`() {
        let documents = SettingsSection.allCases.map(\.document)
        #expect(Set(documents).count == documents.count)
        for section in SettingsSection.allCases {
            #expect(SettingsSection(document: section.document) == section)
            #expect(section.document.root == section.document)
        }
        #expect(SettingsSection(document: Identifier(high: 1, low: 4)) == nil)
    }

    @Test func `policies and schedules hold from the change that set them`() throws {
        var device = Device(1)
        var (hours, policies) = (Document(), Document())
        func set(_ document: inout Document, _ values: [(String, Value)]) throws -> Change {
            let change = try device.edit(&document) { transaction throws(HubError) in
                for (name, value) in values { try Settings.set(name, to: value, in: &transaction) }
            }
            return try #require(change)
        }
        var times: [ChangeReference: Instant] = [:]
        let first = try set(&hours, [("hours.office.zone", "Europe/Berlin"), ("hours.office.friday", "closed")])
        let second = try set(
            &hours, [("hours.office.friday", "09:00-12:00"), ("hours.office.holiday.2026-01-02", true)])
        let third = try set(
            &policies,
            [
                ("policy.gold.rank", 1), ("policy.gold.segments", "gold, platinum"), ("policy.gold.schedule", "office"),
                ("policy.gold.first_response", "1h30m"), ("policy.all.rank", 2), ("policy.all.resolution", "2bd"),
                ("policy.urgent.rank", 0.5), ("policy.urgent.priorities", "urgent"),
                ("policy.urgent.first_response", "10m"), ("policy.urgent.ai_answers", false),
            ])
        // Friday, 2 January 2026, 10:00 in Berlin.
        let friday = Instant(milliseconds: 1_767_344_400_000)
        times[first.reference] = friday.advanced(bySeconds: -14 * 86_400)
        times[second.reference] = friday.advanced(bySeconds: -86_400)
        times[third.reference] = friday.advanced(bySeconds: -86_400)
        let configuration = ServiceLevelConfiguration(
            serviceLevels: policies, businessHours: hours, workspaceHours: "office", occurred: { times[$0] }
        )
        func policy(_ segment: String?, _ priority: Priority) -> ServiceLevelPolicy? {
            configuration.policy(at: friday, channel: "email", segment: segment, priority: priority)
        }
        #expect(policy("platinum", .normal)?.id == "gold")
        #expect(policy("platinum", .normal)?.targets == [.firstResponse: .seconds(5400)])
        #expect(policy("silver", .normal)?.targets == [.resolution: .businessDays(2)])
        #expect(policy("platinum", .urgent)?.id == "urgent")
        #expect(policy(nil, .urgent)?.countsAssistantReplies == false)
        let office = configuration.openingHours
        #expect(!office.isOpen(at: friday), "a holiday")
        #expect(office.isOpen(at: friday.advanced(bySeconds: 7 * 86_400)), "a Friday that is open until noon")
        #expect(!office.isOpen(at: friday.advanced(bySeconds: 7 * 86_400 + 3 * 3600)))
        #expect(!office.isOpen(at: friday.advanced(bySeconds: -7 * 86_400)), "a Friday before Fridays were opened")
    }

    @Test func `the rules of figures keep what nobody set`() throws {
        var device = Device(1)
        var (assistant, channels) = (Document(), Document())
        try device.edit(&assistant) { transaction throws(HubError) in
            try Settings.set("assistant.quiet.slack", to: "12h", in: &transaction)
        }
        try device.edit(&channels) { transaction throws(HubError) in
            try Settings.set("channel.widget.reopen_days", to: 3, in: &transaction)
        }
        let rules = MetricRules(
            assistant: Settings(section: .assistant, document: assistant),
            channels: Settings(section: .channels, document: channels)
        )
        #expect(rules.quietSeconds(onChannel: "slack") == 12 * 3600)
        #expect(rules.quietSeconds(onChannel: "email") == 72 * 3600)
        #expect(rules.reopenSeconds(onChannel: "widget") == 3 * 86_400)
        #expect(rules.reopenSeconds(onChannel: "email") == 30 * 86_400)
        #expect(rules.retractionSeconds == 7 * 86_400)
    }
}
