/// How a saved document tells what a change did. Never renumber.
enum ChangeForm: UInt64 {
    /// Its operations one by one.
    case operations = 0
    /// Its bytes, because they are not what this program would write for the same operations.
    case verbatim = 1
    /// Text at an offset of what was saved before.
    case insertion = 2
    /// A deletion at an offset of what was saved before.
    case deletion = 3
    /// Its structure alone: the content was erased.
    case erased = 4
}

/// What was said last, which the next is likely to be near.
struct ChangeContext {
    /// For each writer, the number after its last one.
    var nextNumbers: [UInt64] = []
    var time: UInt64 = 0
    var timeStep: Int64 = 0
    var offset = 0
    var integer: Int64 = 0
    /// The number of the key after the last one: keys are often written in the same order again.
    var key = 0
    /// The unit that the current operation makes first, or would.
    var unit: Unit = 0
}

/// How a stamp stands to the time of its change. Never renumber.
enum StampForm: UInt64 {
    case time = 0
    case pending = 1
    case other = 2
}
