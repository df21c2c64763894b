/// Values of several parts as they are stored in a set: the parts joined by one space, the free text last.
///
/// A set holds scalars only. One canonical string a value makes two replicas that add the same thing add one element.
enum CompoundString {
    /// Cuts `string` at its first `count - 1` spaces; nil when there are fewer parts, or when a leading one is empty.
    static func parts(_ string: String, count: Int) -> [String]? {
        let parts = string.utf8.split(
            separator: UInt8(ascii: " "), maxSplits: count - 1, omittingEmptySubsequences: false)
        guard parts.count == count, parts.dropLast().allSatisfy({ !$0.isEmpty }) else { return nil }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A part that must not hold a space, with its spaces and control characters replaced by underscores.
    static func word(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(scalar.value <= 0x20 ? "_" : scalar) }
        return scalars.isEmpty ? "_" : String(scalars)
    }
}
