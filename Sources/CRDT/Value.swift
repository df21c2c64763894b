/// What a register, a set or a list element holds.
public enum Value: Hashable, Sendable {
    /// Nothing: a key set to null reads as absent, its history stays.
    case null
    /// A truth value.
    case bool(Bool)
    /// A signed 64-bit integer.
    case integer(Int64)
    /// A finite or infinite double; two NaNs of one bit pattern are equal.
    case double(Double)
    /// Text.
    case string(String)
    /// Uninterpreted bytes.
    case bytes([UInt8])
    /// A value whose content was erased from history; it keeps its place and reads as nothing.
    case erased
}
