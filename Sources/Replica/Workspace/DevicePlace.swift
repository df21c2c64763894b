import Foundation
import Glibc
import Hub
import SyncProtocol

/// Tells a folder from its copies: the machine, and when the system made the database's file.
///
/// A copy of a file is made at another instant than the file, on the same disk and on any other, while a reboot, a move
/// within a file system and a file system that numbers its files anew leave the instant as it was. Where the file system
/// keeps no such instant, the file's number has to do.
enum DevicePlace {
    /// The place of a database's file, as 32 hexadecimal digits that give nothing away.
    static func current(of path: String, workspace: Identifier) throws -> String {
        var writer = ByteWriter()
        writer.write(workspace)
        writer.write(string: machine)
        let birth = try birthNanoseconds(of: path)
        writer.write(byte: birth == nil ? 0 : 1)
        writer.write(fixed: try birth ?? number(of: path))
        return Hexadecimal.encode(Array(Hash.blake2b(writer.bytes)[..<16]))
    }

    /// The identifier that an installation of the system has; empty where it has none.
    private static var machine: String {
        let data = FileManager.default.contents(atPath: "/etc/machine-id") ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func number(of path: String) throws -> UInt64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path) }
        return UInt64(status.st_ino)
    }

    private static func failure(_ path: String) -> ReplicaError {
        .damagedFile(path: path, explanation: "it cannot be looked at: \(String(cString: strerror(errno)))")
    }

    // MARK: statx(2), which the system's module does not show

    private typealias Statx =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UInt32, UnsafeMutableRawPointer) -> Int32

    private static let statx: Statx? = dlsym(nil, "statx").map { unsafeBitCast($0, to: Statx.self) }

    /// The kernel's fixed layout: a mask of what is filled in, and the instant of birth as seconds and nanoseconds.
    private static let (byteCount, maskOffset, birthOffset, birthMask) = (256, 0, 80, UInt32(0x800))

    /// When the file was made, in nanoseconds since 1970; nil where the file system does not say.
    private static func birthNanoseconds(of path: String) throws -> UInt64? {
        guard let statx else { return nil }
        return try withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 8) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            guard statx(AT_FDCWD, path, 0, birthMask, base) == 0 else {
                // A kernel or a sandbox without the call.
                guard errno == ENOSYS || errno == EPERM else { throw failure(path) }
                return nil
            }
            guard buffer.load(fromByteOffset: maskOffset, as: UInt32.self) & birthMask != 0 else { return nil }
            let seconds = buffer.load(fromByteOffset: birthOffset, as: Int64.self)
            let nanoseconds = buffer.load(fromByteOffset: birthOffset + 8, as: UInt32.self)
            return UInt64(bitPattern: seconds &* 1_000_000_000 &+ Int64(nanoseconds))
        }
    }
}
