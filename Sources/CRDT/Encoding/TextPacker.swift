/// Packs the text of a document. What was there before at some length is told by its place; the rest is written letter
/// by letter, by chances that several models of what came before give together (Mahoney, "Adaptive weighing of context
/// models", 2005).
enum TextPacker {
    /// How long a text in so many bytes may be, so that few bytes cannot ask for any amount of memory.
    static func countMax(packedIn count: Int) -> Int { max(1 << 24, count * 1024) }
    /// The shortest repetition that is told by its place.
    private static let matchCountMin = 24

    /// A repetition, and how many letters are told one by one before it.
    private struct Step {
        var letters: Range<Int>
        var length = 0
        var distance = 0
    }

    /// The packed form.
    static func pack(_ text: [UInt8]) -> [UInt8] {
        let steps = steps(text)
        let letterCount = steps.reduce(0) { $0 + $1.letters.count }
        var (encoder, numbers) = (BitEncoder(), NumberModels(columns: 4))
        var model = TextModel(letters: letterCount)
        defer { model.deallocate() }
        numbers.put(UInt64(letterCount), 3, &encoder)
        for step in steps {
            numbers.put(UInt64(step.letters.count), 0, &encoder)
            for index in step.letters { model.put(text[index], &encoder) }
            guard step.length > 0 else { continue }
            numbers.put(UInt64(step.length), 1, &encoder)
            numbers.put(UInt64(step.distance), 2, &encoder)
        }
        return encoder.finish()
    }

    /// The repetitions of a text; the last step has none.
    private static func steps(_ text: [UInt8]) -> [Step] {
        var newest: [UInt64: Int] = [:]
        var steps: [Step] = []
        var (position, start, nextKey) = (0, 0, 0)
        while position + matchCountMin <= text.count {
            let key = key(text, position)
            guard let source = newest[key], case let length = matchLength(text, source, position),
                length >= matchCountMin
            else {
                if position >= nextKey {
                    newest[key] = position
                    nextKey = position + 1
                }
                position += 1
                continue
            }
            steps.append(Step(letters: start..<position, length: length, distance: position - source))
            position += length
            start = position
        }
        steps.append(Step(letters: start..<text.count))
        return steps
    }

    /// The text of `count` bytes that was packed.
    static func unpack(_ bytes: ArraySlice<UInt8>, count: Int) throws(CRDTError) -> [UInt8] {
        guard count <= countMax(packedIn: bytes.count) else { throw .malformed("a text is longer than it can be") }
        var (decoder, numbers) = (BitDecoder(bytes), NumberModels(columns: 4))
        let letterCount = numbers.value(3, &decoder)
        guard letterCount <= UInt64(count) else { throw .malformed("a text is longer than it says") }
        var model = TextModel(letters: Int(letterCount))
        defer { model.deallocate() }
        var text: [UInt8] = []
        text.reserveCapacity(count)
        while true {
            let literals = numbers.value(0, &decoder)
            guard literals <= UInt64(count - text.count) else { throw .malformed("a text is longer than it says") }
            for _ in 0..<literals {
                text.append(model.letter(&decoder))
                if decoder.isExhausted { throw .malformed("it ends too early") }
            }
            guard text.count < count else { return text }
            let (length, distance) = (numbers.value(1, &decoder), numbers.value(2, &decoder))
            guard length > 0, length <= UInt64(count - text.count), distance > 0, distance <= UInt64(text.count),
                !decoder.isExhausted
            else { throw .malformed("a repetition has no place in its text") }
            let source = text.count - Int(distance)
            for index in source..<source + Int(length) { text.append(text[index]) }
        }
    }

    private static func key(_ text: [UInt8], _ position: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in position..<position + 16 { key = key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(text[index]) &+ 1 }
        return key
    }

    private static func matchLength(_ text: [UInt8], _ source: Int, _ position: Int) -> Int {
        var length = 0
        while position + length < text.count, text[source + length] == text[position + length] { length += 1 }
        return length
    }
}
