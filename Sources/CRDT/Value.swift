/// What a register, a set or a list element holds.
public enum Value: Sendable {
    /// Nothing: a key set to null reads as absent, its history stays.
    case null
    /// A truth value.
    case bool(Bool)
    /// A signed 64-bit integer.
    case integer(Int64)
    /// A double; two are equal when their bits are, so that a NaN equals itself.
    case double(Double)
    /// Text; two are equal when their UTF-8 bytes are.
    case string(String)
    /// Uninterpreted bytes.
    case bytes([UInt8])
    /// A value whose content was erased from history; it keeps its place and reads as nothing. Written, it is null.
    case erased
}

extension Value: Hashable {
    /// Compares bit by bit.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null), (.erased, .erased): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.double(let left), .double(let right)): left.bitPattern == right.bitPattern
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.bytes(let left), .bytes(let right)): left == right
        default: false
        }
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        switch self {
        case .null, .erased: break
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value.bitPattern)
        case .string(let value): value.hashBytes(into: &hasher)
        case .bytes(let value): hasher.combine(value)
        }
    }
}

extension Value: Comparable {
    /// Orders by kind (null, truth values, integers, doubles, text, bytes, erased), then by value; doubles by IEEE 754
    /// total order, text by UTF-8 bytes.
    public static func < (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): !left && right
        case (.integer(let left), .integer(let right)): left < right
        case (.double(let left), .double(let right)): left.totalOrder < right.totalOrder
        case (.string(let left), .string(let right)): left.precedesInBytes(right)
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        default: left.rank < right.rank
        }
    }

    private var rank: UInt8 {
        switch self {
        case .null: 0
        case .bool: 1
        case .integer: 2
        case .double: 3
        case .string: 4
        case .bytes: 5
        case .erased: 6
        }
    }
}

extension Double {
    /// Bits that order like IEEE 754's total order: flips the magnitude of negative numbers.
    fileprivate var totalOrder: Int64 {
        let bits = Int64(bitPattern: bitPattern)
        return bits < 0 ? bits ^ .max : bits
    }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation
{
    /// `nil` is null.
    public init(nilLiteral: ()) { self = .null }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A double.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }
}
