/// What a container is.
public enum ContainerKind: UInt8, Hashable, Sendable, CaseIterable {
    /// Registers and child containers by key.
    case map = 0
    /// Rich text.
    case text = 1
    /// A movable list.
    case list = 2
    /// An observed-remove set.
    case set = 3
    /// A counter.
    case counter = 4
    /// An append-only list of entries with editable fields.
    case records = 5
}

/// Names a container of a document: the way to it from the root map.
///
/// The name is all there is to a container's identity, so that two replicas which touch the same key as the same kind
/// concurrently touch the same container. Nothing creates a container; one that was never written reads as empty.
public struct ContainerID: Hashable, Sendable {
    /// What a step goes through.
    public enum Name: Sendable {
        /// A key of a map.
        case key(String)
        /// A record of records, or an element of a list.
        case element(OperationID)
    }

    /// One step down.
    public struct Step: Hashable, Sendable {
        /// The key or element that holds the child.
        public let name: Name
        /// The child's kind.
        public let kind: ContainerKind

        /// Names a child by what holds it and its kind.
        public init(_ name: Name, _ kind: ContainerKind) {
            self.name = name
            self.kind = kind
        }
    }

    /// The steps from the root; empty for the root map itself.
    public let steps: [Step]

    /// The root map.
    public static let root = ContainerID(steps: [])

    /// The container that the steps lead to.
    public init(steps: [Step]) { self.steps = steps }

    /// What the container is.
    public var kind: ContainerKind { steps.last?.kind ?? .map }

    /// The container that holds this one; nil for the root.
    public var parent: ContainerID? { steps.isEmpty ? nil : ContainerID(steps: Array(steps.dropLast())) }

    /// The child of kind `kind` under `key`.
    public func child(_ key: String, _ kind: ContainerKind) -> ContainerID {
        ContainerID(steps: steps + [Step(.key(key), kind)])
    }

    /// The child of kind `kind` of a record or list element; a record's editable fields are its `.map`.
    public func child(_ element: OperationID, _ kind: ContainerKind) -> ContainerID {
        ContainerID(steps: steps + [Step(.element(element), kind)])
    }
}

/// The way to a container; the same as its name.
public typealias ContainerPath = ContainerID

extension ContainerID.Name: Hashable {
    /// Keys are equal when their UTF-8 bytes are; canonical equivalence of Unicode plays no part.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.key(let left), .key(let right)): left.hasSameBytes(as: right)
        case (.element(let left), .element(let right)): left == right
        default: false
        }
    }

    /// Hashes the UTF-8 bytes of a key, or the identifier of an element.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .key(let key): key.hashBytes(into: &hasher)
        case .element(let element): hasher.combine(element)
        }
    }
}

extension ContainerID: Comparable {
    /// Orders parents before children, keys by UTF-8 bytes before elements, then by kind.
    public static func < (left: ContainerID, right: ContainerID) -> Bool {
        for (left, right) in zip(left.steps, right.steps) where left != right {
            switch (left.name, right.name) {
            case (.key(let first), .key(let second)):
                if !first.hasSameBytes(as: second) { return first.precedesInBytes(second) }
            case (.element(let first), .element(let second)):
                if first != second { return first < second }
            case (.key, .element): return true
            case (.element, .key): return false
            }
            return left.kind.rawValue < right.kind.rawValue
        }
        return left.steps.count < right.steps.count
    }
}

extension ContainerID: CustomStringConvertible {
    /// `/key:kind/…`, for logs of developers; keys are part of it.
    public var description: String {
        steps.isEmpty
            ? "/"
            : steps.map { step in
                switch step.name {
                case .key(let key): "/\(key):\(step.kind)"
                case .element(let element): "/[\(element)]:\(step.kind)"
                }
            }.joined()
    }
}
