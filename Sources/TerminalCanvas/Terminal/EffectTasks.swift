/// The tasks that perform a program's effects, one for each purpose.
@MainActor
final class EffectTasks<Event: Sendable> {
    private var tasks: [String: (number: Int, task: Task<Void, Never>)] = [:]
    private var count = 0
    private let emitter: Emitter<Event>
    /// Called when a task has ended, from any thread.
    private let ended: @Sendable (_ purpose: String, _ number: Int) -> Void

    init(_ emitter: Emitter<Event>, ended: @escaping @Sendable (_ purpose: String, _ number: Int) -> Void) {
        self.emitter = emitter
        self.ended = ended
    }

    /// Whether nothing is under way.
    var isEmpty: Bool { tasks.isEmpty }

    /// Starts work for a purpose; what runs for the same one is cancelled.
    func start(_ purpose: String, _ work: @escaping @Sendable (Emitter<Event>) async -> Void) {
        tasks[purpose]?.task.cancel()
        count += 1
        let (number, emitter, ended) = (count, emitter, ended)
        let task = Task.detached {
            await work(emitter)
            ended(purpose, number)
        }
        tasks[purpose] = (number, task)
    }

    /// Cancels what runs for a purpose.
    func cancel(_ purpose: String) { tasks.removeValue(forKey: purpose)?.task.cancel() }

    /// Forgets a task that has ended.
    func remove(_ purpose: String, _ number: Int) {
        if tasks[purpose]?.number == number { tasks[purpose] = nil }
    }

    /// Cancels everything.
    func cancelAll() {
        for task in tasks.values { task.task.cancel() }
        tasks = [:]
    }

    /// Waits for what runs, as long as it may take.
    func finish(within interval: Duration) async {
        let running = tasks.values.map(\.task)
        await withTaskGroup { group in
            group.addTask { for task in running { await task.value } }
            group.addTask { try? await Task.sleep(for: interval) }
            await group.next()
            running.forEach { $0.cancel() }
            group.cancelAll()
        }
    }
}
