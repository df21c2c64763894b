/// All ways to choose `length` of some things in a row, with repetition.
func sequences<Element>(_ elements: [Element], length: Int) -> [[Element]] {
    guard length > 0 else { return [[]] }
    return sequences(elements, length: length - 1).flatMap { start in elements.map { start + [$0] } }
}
