import Testing

@testable import ImportFormats

struct HTMLTextTests {
    @Test(
        arguments: [
            ("<p>One\n two</p><p>Three</p>", "One two\n\nThree"), ("a<br>b<br/>c", "a\nb\nc"),
            ("1 < 2 &lt; 3 &amp;amp; &#x1F600;&#233;&nbsp;&bogus; &", "1 < 2 < 3 &amp; 😀é &bogus; &"),
            ("<script>bad()</script>ok<!-- <p>no</p> -->", "ok"), ("<pre>a\n  b</pre>", "a\n  b"),
            ("<blockquote>old<br>older</blockquote>new", "> old\n> older\nnew"),
            ("<a title='a>b' href=\"x\">link</a>", "link"), ("<head><title>T</title><body>B", "B"),
            ("<td>a</td><td>b</td>", "a b"), ("&#0;&#xD800;&#99999999999;x", "&#99999999999;x"), ("<", "<"), ("", ""),
        ]
    )
    func `HTML reads as text`(html: String, text: String) {
        #expect(HTMLText.plainText(of: html) == text)
    }
}
