import Hub
import Replica
import Scenes
import Synchronization

/// Keeps the replica in step while the workspace is open, unless another process does.
final class Synchronizer: Sendable {
    private let performer: Performer
    private let session = Mutex<Task<Void, Never>?>(nil)

    /// How long it waits before it tries again after an end that nobody asked for.
    private static let pauseMilliseconds = 5000

    init(_ performer: Performer) { self.performer = performer }

    /// Ends what waits, so that the next exchange begins at once.
    func wake() { session.withLock { $0?.cancel() } }

    /// Runs until it is cancelled.
    func run(_ emit: @escaping @Sendable (SceneEvent) -> Void) async {
        while !Task.isCancelled {
            guard let lock = try? SyncLock(performer.folder) else {
                report(.elsewhere, emit)
                try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
                continue
            }
            let task = Task.detached { [self] in await follow(emit) }
            session.withLock { $0 = task }
            await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            withExtendedLifetime(lock) {}
        }
    }

    /// One session, to its end.
    private func follow(_ emit: @escaping @Sendable (SceneEvent) -> Void) async {
        do {
            var session = try await performer.folder.session(of: performer.store) {
                emit(.failed(.sync, $0))
            }
            report(.syncing, emit)
            try await session.follow { [self] notice in
                switch notice {
                case .progress: report(.syncing, emit)
                case .caughtUp: report(.inStep, emit)
                case .indexing: break
                case .waiting(let reason, _): report(.waiting(reason), emit)
                }
            }
            // Another copy of this device is at work; the new incarnation writes once the program is started again.
            try performer.folder.leaveIncarnation()
            report(.stopped("\(ReplicaFolder.leftIncarnation); quit and start again"), emit)
        } catch is CancellationError {
            return
        } catch {
            report(.waiting(Program.sentence(of: error)), emit)
        }
        try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
    }

    private func report(_ link: Standing.Link, _ emit: (SceneEvent) -> Void) {
        guard let standing = try? performer.standing(link) else { return }
        emit(.standing(standing))
    }
}
