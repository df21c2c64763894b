import Hub
import Testing

struct PlainTextTests {
    @Test func `plain text shows what a reader needs of every block`() {
        let markdown = """
            # Head
            Hello **you** @[Ana](user:1), see [docs](https://a.b) and https://c.d

            3. x
               y
            4. - z

            > quoted
            > line

            ```
            code  here
            ```
            ---
            """
        let plain = """
            Head

            Hello you @Ana, see docs (https://a.b) and https://c.d

            3. x
               y
            4. - z

            > quoted
            > line

            code  here

            ---
            """
        #expect(RichText(markdown: markdown).plainText == plain)
    }

    @Test func `plain text is not read as a notation`() {
        let source = "**not bold** _x_ [a](https://b.c)\n# no heading\n- no list\n\n> no quote <b> @[x](user:1)"
        let text = RichText(plainText: source)
        #expect(text.plainText == source)
        #expect(RichText(markdown: text.markdown) == text)
        #expect(text.mentions.isEmpty)
    }

    @Test(arguments: [
        ("", ""), ("\n\n  hello  \nworld", "hello"), ("---\n\n> - **x** y", "x y"), ("```\n\n  code\n```", "code"),
        ("-\n- \n- item", "item"), ("\u{A0}\n\nnext", "next"), ("@[Ana](user:1) hi", "@Ana hi"),
    ])
    func `the first line is the first that has something to read`(markdown: String, line: String) {
        #expect(RichText(markdown: markdown).firstLine == line)
    }

    @Test func `lines end as any system ends them`() {
        #expect(RichText(plainText: "a\r\nb\rc\nd\r\n\r\ne").plainText == "a\nb\nc\nd\n\ne")
    }
}
