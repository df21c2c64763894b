/// Disks that one world after another uses; what a world finds is always empty.
public final class DiskPool {
    private var logs = Shelf()
    private var replicas = Shelf()

    /// Starts with no disk; they are made as they are needed.
    public init() {}

    /// Takes all disks back.
    func beginWorld() {
        logs.usedCount = 0
        replicas.usedCount = 0
    }

    /// A disk without rows for a log.
    func log() throws -> Disk { try logs.take() }

    /// A disk without rows for a replica.
    func replica() throws -> Disk { try replicas.take() }

    private struct Shelf {
        private var disks: [Disk] = []
        var usedCount = 0

        mutating func take() throws -> Disk {
            if usedCount == disks.count { disks.append(try Disk()) }
            let disk = disks[usedCount]
            usedCount += 1
            try disk.clear()
            return disk
        }
    }
}
