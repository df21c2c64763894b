/// How a saved document tells what a change did. Never renumber.
enum ChangeForm: UInt64 {
    /// Its operations one by one.
    case operations = 0
    /// Text at an offset of what was saved before, in the text of the last such form.
    case insertion = 1
    /// A deletion at an offset of what was saved before, in the text of the last such form.
    case deletion = 2
    /// The same in another text, which is told.
    case insertionElsewhere = 3
    case deletionElsewhere = 4
    /// Its bytes, because they are not what this program would write for the same operations.
    case verbatim = 5
    /// Its structure alone: the content was erased.
    case erased = 6
}

/// What has to be told of a change: its form, and which of the things that are mostly as expected are not. Its number is
/// `form << 7 | flags`.
struct ChangeShape {
    /// Another writer than that of the last change. Never renumber these.
    static let actor: UInt64 = 1
    /// The writer's number is not the next.
    static let number: UInt64 = 2
    /// It does not build on the change before it alone.
    static let parents: UInt64 = 4
    /// The time moved by another step than expected.
    static let time: UInt64 = 8
    /// The stamp is not the time.
    static let stamp: UInt64 = 16
    /// Keystrokes go on with it.
    static let followers: UInt64 = 32
    /// What it inserts or deletes at an offset is not one byte or one unit.
    static let length: UInt64 = 64

    var form = ChangeForm.operations
    var flags: UInt64 = 0

    var rawValue: UInt64 { form.rawValue << 7 | flags }

    init() {}

    /// Reads a number; nil when the form is unknown.
    init?(rawValue: UInt64) {
        guard let form = ChangeForm(rawValue: rawValue >> 7) else { return nil }
        self.form = form
        flags = rawValue & 127
    }

    func has(_ flag: UInt64) -> Bool { flags & flag != 0 }
}

/// What an operation's number holds below its opcode, which is shifted by two. Never renumber.
struct OperationShape {
    /// It writes the container of the last one.
    static let sameContainer = 1
    /// It sets the key after the last one.
    static let nextKey = 2
    /// Its place is on the right.
    static let right = 2
}

/// How the times of some keystrokes go on: `count << 2 | flags`, the count being 0 for all that are left.
struct TimeRun {
    /// They are another step apart than expected.
    static let step = 1
    /// Their stamps are not their times.
    static let stamp = 2
}

/// What was said last, which the next is likely to be near.
struct ChangeContext {
    /// Documents of more changes tell how many of them are told by themselves, so that the reader can make room.
    static let fewChanges = 8

    /// The writer of the last change.
    var actor = 0
    /// For each writer, the number after its last one, and its last version.
    var nextNumbers: [UInt64]
    var newest: [UInt32]
    /// The last time.
    var time: UInt64 = 0
    /// By how much the next is expected to be later: the step that came twice in a row last.
    private(set) var timeStep: Int64 = 0
    private var lastStep: Int64 = 0
    /// For each writer, where its last change of a text ended.
    var offsets: [Int]
    var integer: Int64 = 0
    /// The number of the key after the last one: keys are often written in the same order again.
    var key = 0
    /// The container of the last operation that was told by itself.
    var container = 0
    /// The text of the last change that was told by its offset, in the document; nil when its name holds an element,
    /// which has to be checked each time.
    var text: Int?
    /// The unit that the current operation makes first, or would.
    var unit: Unit = 0

    /// What precedes the first change of a document of so many writers.
    init(actors: Int) {
        nextNumbers = [UInt64](repeating: 1, count: actors)
        newest = [UInt32](repeating: .max, count: actors)
        offsets = [Int](repeating: 0, count: actors)
    }

    /// Moves the time on by `count` equal steps.
    mutating func move(by step: Int64, count: Int = 1) {
        time = time &+ UInt64(bitPattern: step) &* UInt64(count)
        if count > 1 || step == lastStep { timeStep = step }
        lastStep = step
    }

    /// Notes that `count` keystrokes of a kind went on with the last change of a document of `changes`.
    mutating func proceed(_ kind: Streak.Kind, _ count: Int, changes: Int) {
        nextNumbers[actor] = nextNumbers[actor] &+ UInt64(count)
        newest[actor] = UInt32(changes - 1)
        switch kind {
        case .typing: offsets[actor] += count
        case .deletingBackward: offsets[actor] = max(0, offsets[actor] - count)
        case .deletingForward, .single: break
        }
    }
}

/// How a stamp stands to the time of its change. Never renumber.
enum StampForm: UInt64 {
    case time = 0
    case pending = 1
    case other = 2
}
