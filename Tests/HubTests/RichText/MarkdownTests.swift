import Hub
import Testing

struct MarkdownTests {
    @Test(arguments: [
        ("**a** *b* ~~c~~ `d`", "**a** *b* ~~c~~ `d`"),
        ("__a__ _b_ snake_case_name", "**a** *b* snake_case_name"),
        ("***both*** **a *b* c**", "***both*** **a *b* c**"),
        ("2 * 3 * 4 and 5*6", "2 \\* 3 \\* 4 and 5\\*6"),
        ("**never closed", "\\*\\*never closed"),
        ("one\ntwo  \nthree\\\nfour", "one\ntwo\nthree\nfour"),
        ("# Title\ntext", "# Title\n\ntext"),
        ("#hashtag", "\\#hashtag"),
        ("- a\n- b\n  - c", "- a\n- b\n  * c"),
        ("3) x\n4) y", "3. x\n4. y"),
        ("In\n1984. A year", "In\n1984\\. A year"),
        ("> a\n> > b", "> a\n>\n> > b"),
        ("```swift\nlet a = `b`\n```", "```swift\nlet a = `b`\n```"),
        ("~~~\n```\n~~~", "````\n```\n````"),
        ("a\n\n---\n\nb", "a\n\n___\n\nb"),
        ("[x](https://a.b)", "[x](https://a.b)"),
        ("[x](<https://a.b/(c)> \"title\")", "[x](<https://a.b/(c)>)"),
        ("see https://a.b/c.", "see <https://a.b/c>."),
        ("(https://a.b/c)", "(<https://a.b/c>)"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("[x](data:text/html,x) [y](//a.b)", "\\[x\\](data:text/html,x) \\[y\\](//a.b)"),
        ("<b>bold</b> &amp;", "\\<b>bold\\</b> \\&amp;"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("hi @[Ana](user:01ARZ)!", "hi @[Ana](user:01ARZ)!"),
        ("@[x](https://a.b)", "@[x](https://a.b)"),
        (":tada: stays", ":tada: stays"),
        (">", "\\>"), ("#", "\\#"), ("", ""), ("\r\n \t\n", ""),
    ])
    func `Markdown is read and written in one way`(source: String, canonical: String) {
        let text = RichText(markdown: source)
        #expect(text.markdown == canonical)
        #expect(RichText(markdown: canonical) == text)
    }

    @Test func `Markdown becomes blocks and runs`() {
        let text = RichText(
            markdown: "# Hi\n\nHello **big *world***\n- [a](https://x.y) @[Bo](user:7)\n\n> q\n\n```c\nx\n```")
        #expect(
            text.blocks == [
                .heading(level: 1, [.text("Hi")]),
                .paragraph([
                    .text("Hello "), .text("big ", style: .strong), .text("world", style: [.strong, .emphasis]),
                ]),
                .list(
                    RichText.List(items: [
                        [
                            .paragraph([
                                .text("a", link: Link("https://x.y")), .text(" "),
                                RichText.Inline(.mention(user: "7", name: "Bo")),
                            ])
                        ]
                    ])),
                .quote([.paragraph([.text("q")])]),
                .code(language: "c", text: "x"),
            ])
    }

    @Test func `mentions are found wherever they stand, each once`() {
        let text = RichText(markdown: "@[A](user:1) > x\n\n- @[B](user:2)\n\n> **@[A again](user:1)** `@[C](user:3)`")
        #expect(text.mentions == ["1", "2"])
    }

    @Test func `links lead to http, https and mailto alone`() {
        for address in ["https://a", "HTTP://a.b/c?d#e", "mailto:a@b", "https://ü.example/日"] {
            #expect(Link(address)?.description == address)
        }
        let refused = [
            "", "https://", "javascript:alert(1)", "//a.b", "ftp://a", " https://a", "https://a b", "https://a\nb",
            "https://a\u{202E}b", "https://<a>", "mailto:", "https:/a",
            "https://" + String(repeating: "a", count: 2048),
        ]
        for address in refused { #expect(Link(address) == nil, "\(address.debugDescription)") }
    }

    @Test func `nesting has a limit and beyond it marks are text`() {
        let text = RichText(markdown: String(repeating: "> ", count: 1000) + "deep")
        var depth = 0
        var blocks = text.blocks
        while case .quote(let inner)? = blocks.first {
            depth += 1
            blocks = inner
        }
        #expect(depth == RichText.depthMax)
        #expect(text.firstLine.hasSuffix("> deep"))
        var deep: [RichText.Block] = [.paragraph([.text("deep")])]
        for _ in 0..<1000 { deep = [.quote(deep)] }
        #expect(RichText(markdown: RichText(blocks: deep).markdown) == RichText(blocks: deep).normalized)
    }
}
