/// For each term the units (passages, documents, titles) that hold it and how often, in flat arrays.
struct Postings: Sendable {
    /// Where the entries of each term begin; one more than there are terms.
    let offsets: [Int32]
    /// The unit of each entry, ascending within a term.
    let units: [Int32]
    /// How often the unit holds the term.
    let counts: [UInt16]
    /// How many terms each unit holds, repetitions counted.
    let lengths: [Int32]

    /// How many units there are.
    var unitCount: Int { lengths.count }

    /// The entries of a term; none for a term that came later than these postings.
    func entries(of term: Int32) -> Range<Int> {
        let term = Int(term)
        guard term + 1 < offsets.count else { return 0..<0 }
        return Int(offsets[term])..<Int(offsets[term + 1])
    }

    /// Whether a unit holds a term. O(log entries).
    func holds(_ term: Int32, unit: Int32) -> Bool {
        let entries = entries(of: term)
        var (low, high) = (entries.lowerBound, entries.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if units[middle] < unit { low = middle + 1 } else { high = middle }
        }
        return low < entries.upperBound && units[low] == unit
    }
}

/// Collects units one by one and turns them into postings.
struct PostingsBuilder {
    private var terms: [Int32] = []
    private var units: [Int32] = []
    private var counts: [UInt16] = []
    private var lengths: [Int32] = []
    /// How often the unit that is being added holds each term; zero between units.
    private var counter: [UInt16] = []

    /// Adds the next unit with its terms in any order. O(terms of the unit).
    mutating func add(_ unit: [Int32]) {
        let start = terms.count
        for term in unit {
            let index = Int(term)
            if index >= counter.count { counter.append(contentsOf: repeatElement(0, count: index + 1 - counter.count)) }
            if counter[index] == 0 { terms.append(term) }
            if counter[index] < .max { counter[index] += 1 }
        }
        for term in terms[start...] {
            units.append(Int32(lengths.count))
            counts.append(counter[Int(term)])
            counter[Int(term)] = 0
        }
        lengths.append(Int32(unit.count))
    }

    /// The postings of all units. O(entries + terms), by counting.
    func finish(termCount: Int) -> Postings {
        var offsets = [Int32](repeating: 0, count: termCount + 1)
        for term in terms { offsets[Int(term) + 1] += 1 }
        for term in 0..<termCount { offsets[term + 1] += offsets[term] }
        var next = offsets
        var sortedUnits = [Int32](repeating: 0, count: terms.count)
        var sortedCounts = [UInt16](repeating: 0, count: terms.count)
        for index in terms.indices {
            let position = Int(next[Int(terms[index])])
            next[Int(terms[index])] += 1
            sortedUnits[position] = units[index]
            sortedCounts[position] = counts[index]
        }
        return Postings(offsets: offsets, units: sortedUnits, counts: sortedCounts, lengths: lengths)
    }
}
