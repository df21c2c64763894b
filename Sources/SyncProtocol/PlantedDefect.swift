/// Defects that a simulation can switch on, to prove that it would find them. Nothing outside this package can set one.
package enum PlantedDefect: String, CaseIterable, Sendable {
    /// The server answers before the transaction is durable, and a crash in between loses it.
    case acknowledgeBeforeCommit = "acknowledge-before-commit"
    /// A reader skips a row that was committed after one with a higher sequence.
    case skippedRow = "skipped-row"
    /// A closed scope is purged before its unsent work is rescued.
    case purgeBeforeRescue = "purge-before-rescue"
    /// The cursor is saved though a change of the batch was not.
    case cursorAheadOfData = "cursor-ahead-of-data"
    /// The signature of a pushed batch is not checked.
    case skippedSignature = "skipped-signature"
    /// A revoked scope's tickets stay on the device.
    case forgottenPurge = "forgotten-purge"
    /// An erasure reaches the log and not the replicas.
    case forgottenErasure = "forgotten-erasure"
    /// One refused change holds up everything behind it.
    case wedgedOutbox = "wedged-outbox"

    /// The cursor is committed before the changes that it stands for, and a crash comes between.
    case tornCheckpoint = "torn-checkpoint"
    /// A restored server serves before an administrator's replica has offered what it holds.
    case servedBeforeRefill = "served-before-refill"

    /// The assistant writes what it decided without asking whether it still holds.
    case uncheckedCommit = "unchecked-commit"
    /// The log takes what the assistant says though others wrote meanwhile.
    case uncheckedSpeech = "unchecked-speech"
    /// An assistant that starts anew looks only at what changes from then on.
    case forgottenTurn = "forgotten-turn"
    /// An assistant that starts anew has its whole budget.
    case forgottenBudget = "forgotten-budget"

    /// The defect of the running simulation.
    @TaskLocal package static var current: PlantedDefect?
}
