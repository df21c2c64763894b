import Glibc
import Replica

extension ReplicaFolder {
    /// What of the database's files changes with every write, by whichever process.
    struct JournalVersion: Hashable {
        var sizes: [Int] = []
        var times: [Int] = []
    }

    /// The present version. Two calls to the system.
    var journalVersion: JournalVersion {
        var version = JournalVersion()
        for path in [databasePath, databasePath + "-wal"] {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            version.sizes.append(Int(status.st_size))
            version.times += [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        }
        return version
    }
}
