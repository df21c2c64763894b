/// What a register can be read as and written from.
public protocol ValueConvertible: Sendable {
    /// Reads a register's value; nil when it holds something else.
    init?(value: Value)
    /// The value to write.
    var value: Value { get }
}

/// A map's key together with the type of what it holds: `let status = Key<String>("status")`.
public struct Key<Held: ValueConvertible>: Hashable, Sendable {
    /// The key's name.
    public let name: String

    /// Names a key.
    public init(_ name: String) { self.name = name }
}

extension Value: ValueConvertible {
    /// The value itself.
    public init?(value: Value) { self = value }
    /// The value itself.
    public var value: Value { self }
}

extension Bool: ValueConvertible {
    /// Reads a truth value.
    public init?(value: Value) {
        guard case .bool(let held) = value else { return nil }
        self = held
    }
    /// A truth value.
    public var value: Value { .bool(self) }
}

extension Int64: ValueConvertible {
    /// Reads an integer.
    public init?(value: Value) {
        guard case .integer(let held) = value else { return nil }
        self = held
    }
    /// An integer.
    public var value: Value { .integer(self) }
}

extension Int: ValueConvertible {
    /// Reads an integer.
    public init?(value: Value) {
        guard case .integer(let held) = value else { return nil }
        self.init(exactly: held)
    }
    /// An integer.
    public var value: Value { .integer(Int64(self)) }
}

extension Double: ValueConvertible {
    /// Reads a double.
    public init?(value: Value) {
        guard case .double(let held) = value else { return nil }
        self = held
    }
    /// A double.
    public var value: Value { .double(self) }
}

extension String: ValueConvertible {
    /// Reads text.
    public init?(value: Value) {
        guard case .string(let held) = value else { return nil }
        self = held
    }
    /// Text.
    public var value: Value { .string(self) }
}

extension [UInt8]: ValueConvertible {
    /// Reads bytes.
    public init?(value: Value) {
        guard case .bytes(let held) = value else { return nil }
        self = held
    }
    /// Bytes.
    public var value: Value { .bytes(self) }
}

extension ValueConvertible where Self: RawRepresentable, RawValue: ValueConvertible {
    /// Reads the raw value; nil when no case has it.
    public init?(value: Value) {
        guard let raw = RawValue(value: value) else { return nil }
        self.init(rawValue: raw)
    }
    /// The raw value.
    public var value: Value { rawValue.value }
}
