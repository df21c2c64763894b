import Testing

@testable import Scenes

@Suite struct TextFieldTests {
    private func field(_ text: String, _ keys: Key...) -> TextField {
        var field = TextField(text)
        for key in keys {
            let isEdited = field.edit(key)
            #expect(isEdited, "\(key) is an editing key")
        }
        return field
    }

    @Test func `letters go in where the cursor stands`() {
        #expect(field("Bk", "left", "i", "k", "e", "backspace").text == "Bikk")
        #expect(field("one two", "ctrl-w").text == "one ")
        #expect(field("one two", "ctrl-left", "ctrl-k").text == "one ")
        #expect(field("one\ntwo", "ctrl-u").text == "one\n")
        #expect(field("one\ntwo", "home", "delete").text == "one\nwo")
    }

    @Test func `up and down keep the column where the line is long enough`() {
        #expect(field("one\n2\nthree", "up", "x").text == "one\n2x\nthree")
        #expect(field("one\ntwo", "up", "up", "x").text == "xone\ntwo")
        #expect(field("one\ntwo", "down", "x").text == "one\ntwox")
    }

    @Test func `a mark that is typed by itself joins the letter before it`() {
        var field = TextField("e")
        field.insert("\u{301}")
        #expect(field.cursor == 1)
        _ = field.edit("backspace")
        #expect(field.isEmpty)
    }

    @Test func `line ends of every kind become line feeds, and too much is left out`() {
        var field = TextField()
        field.insert("a\r\nb\rc")
        #expect(field.text == "a\nb\nc")
        field.insert(String(repeating: "x", count: TextField.countMax))
        #expect(field.text.count == TextField.countMax)
    }
}
