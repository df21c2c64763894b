import Glibc

/// A pipe within this process that never blocks: its reader looks at it by polling.
struct Pipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "a process may open a pipe")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            // Programs that are started, such as an editor, have no use for it.
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    func close() {
        Glibc.close(readEnd)
        Glibc.close(writeEnd)
    }
}
