import Hub
import Testing

@testable import Replica
@testable import Scenes

@Suite struct SummaryTests {
    private let lines = Rows.detail(
        1,
        [
            "Hello. My bicycle's gears slip in third gear since Monday. It makes a noise.",
            "Please tighten the cable of the gears with the barrel adjuster.",
            "Thanks. I tightened the cable, the gears still slip in third gear.",
            "Then the cassette is worn. Bring the bicycle in on Friday morning please.",
        ]
    ).lines

    @Test func `every sentence stands in the message that it is taken from`() {
        let summary = Summary(of: lines)
        #expect(!summary.bullets.isEmpty)
        for bullet in summary.bullets {
            #expect(lines[bullet.message].message.id == bullet.id)
            #expect(lines[bullet.message].message.body.contains(bullet.text))
        }
    }

    @Test func `what was asked and what was said last are told in their order`() {
        let summary = Summary(of: lines)
        #expect(summary.bullets.first?.text == "My bicycle's gears slip in third gear since Monday.")
        #expect(summary.bullets.last?.message == 3)
        #expect(summary.bullets.map(\.message) == summary.bullets.map(\.message).sorted())
    }

    @Test func `a summary goes stale with a new message and nothing else`() {
        #expect(Summary(of: lines) == Summary(of: lines))
        #expect(Summary(of: lines).last != Summary(of: Array(lines.dropLast())).last)
        #expect(Summary(of: []).bullets.isEmpty)
    }
}
