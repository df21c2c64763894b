import Hub
import Testing

struct VisibleReplyTests {
    @Test(
        arguments: [
            ("Fine.\n\nOn Mon, 2 Mar 2026, Ada <ada@home.example>\nwrote:\n\n> torn\n", "Fine."),
            ("On 2 Mar 2026 Ada wrote:\n> torn\nFine.", "Fine."),
            ("> torn?\nYes.\n> silk?\nNo.", "Yes.\nNo."),
            ("Gut.\nAm 02.03.2026 um 09:15 schrieb Ada Kite <ada@home.example>:\nZerrissen.", "Gut."),
            ("Fine.\n\n________________________________\nFrom: Ada\nSent: Monday\nTo: Tom\n\nTorn.", "Fine."),
            ("Fine.\n-----Original Message-----\nTorn.", "Fine."),
            ("Fine.\n\n-- \nTom\nKite shop", "Fine."),
            ("Fine.\n\nSent from my iPad", "Fine."),
            ("Fine.\n\nSent from my hill, where there is wind.", "Fine.\n\nSent from my hill, where there is wind."),
            (
                "From: Ada\nTo: Tom\nSubject: Kite\n\nForwarded words.",
                "From: Ada\nTo: Tom\nSubject: Kite\n\nForwarded words."
            ),
            ("> only a quote", "> only a quote"),
            ("On the whole, he wrote:\nfly it", "On the whole, he wrote:\nfly it"),
            ("", ""),
        ]
    )
    func `history and signature are hidden, words are not`(text: String, visible: String) {
        #expect(VisibleReply.visiblePart(of: text) == visible)
    }

    @Test func `a very long mail is read in one pass`() {
        let text = String(repeating: "On 1 January somebody\nwrote nothing\n", count: 50_000)
        #expect(VisibleReply.visiblePart(of: text).utf8.count > 1_000_000)
    }
}
