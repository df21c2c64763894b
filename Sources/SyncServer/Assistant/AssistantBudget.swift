import Hub
import SyncProtocol

/// How many turns were decided in the hour that runs.
///
/// The tickets hold the decisions, and are counted when a process begins; from then on it counts along, because nobody
/// else decides. So a process that was killed neither wins nor loses a run.
struct AssistantBudget {
    private static let millisecondsPerHour: Int64 = 3_600_000

    /// The hour since 1970 that is counted; a later one than any while nothing is known.
    private var hour: Int64 = .max
    private var runCount: Int64 = 0

    /// The runs that have decided in the hour of an instant.
    ///
    /// - Parameter decided: Gives the runs of the tickets that may have decided since an instant; asked when a process
    ///   begins, after `forget` and when the clock was set back.
    mutating func runCount(at now: Instant, decided: (Instant) throws -> [Identifier]) rethrows -> Int64 {
        let present = now.milliseconds / Self.millisecondsPerHour
        if present < hour {
            let runs =
                PlantedDefect.current == .forgottenBudget
                ? [] : try decided(Instant(milliseconds: present * Self.millisecondsPerHour))
            runCount = Int64(runs.count { Int64($0.high >> 16) / Self.millisecondsPerHour == present })
        } else if present > hour {
            runCount = 0
        }
        hour = present
        return runCount
    }

    /// Counts a decision that was written.
    mutating func spend() { runCount += 1 }

    /// Counts anew at the next question: a decision did not enter the log, and its turn is decided once more.
    mutating func forget() { hour = .max }
}
