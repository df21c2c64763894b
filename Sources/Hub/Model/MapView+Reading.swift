package import CRDT

// Documents come from other devices: a register may hold a value of another type, or one that was erased. Reading such
// a register as absent keeps every view total.
extension Value {
    package var string: String? {
        if case .string(let string) = self { string } else { nil }
    }
    package var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }
    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }
    package var double: Double? {
        switch self {
        case .double(let double): double
        case .integer(let integer): Double(integer)
        default: nil
        }
    }
    var identifier: Identifier? { string.flatMap(Identifier.init) }
    var instant: Instant? { integer.map(Instant.init(milliseconds:)) }

    init(_ string: String?) { self = string.map(Value.string) ?? .null }
    init(_ identifier: Identifier?) { self = identifier.map { .string($0.description) } ?? .null }
    init(_ instant: Instant?) { self = instant.map { .integer($0.milliseconds) } ?? .null }
    init(_ double: Double?) { self = double.map(Value.double) ?? .null }
}

extension MapView {
    func string(_ key: String) -> String? { value(key).string }
    func integer(_ key: String) -> Int64? { value(key).integer }
    func bool(_ key: String) -> Bool? { value(key).bool }
    func double(_ key: String) -> Double? { value(key).double }
    func identifier(_ key: String) -> Identifier? { value(key).identifier }
    func instant(_ key: String) -> Instant? { value(key).instant }
    func strings(inSet key: String) -> [String] { set(key).values.compactMap(\.string) }

    /// Every readable register of the map.
    var readable: [String: Value] {
        var readable: [String: Value] = [:]
        for key in keys {
            let value = value(key)
            if value != .erased { readable[key] = value }
        }
        return readable
    }
}
