/// What the module throws: always about bytes that came from outside. The texts are safe to log; they hold no content.
public enum CRDTError: Error, Hashable, Sendable {
    /// The bytes are no valid change or document; the text says what is wrong with them. Refuse them.
    case malformed(String)
    /// The bytes were written by a newer version of the format, whose number is given. Update this program.
    case unsupportedVersion(UInt8)
    /// The bytes were damaged after they were written. Fetch them again.
    case checksumMismatch
}

extension CRDTError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .malformed(let reason): "malformed change or document: \(reason); refuse it"
        case .unsupportedVersion(let version): "format version \(version) is not known here; update this program"
        case .checksumMismatch: "the checksum does not match: the bytes were damaged; fetch them again"
        }
    }
}
