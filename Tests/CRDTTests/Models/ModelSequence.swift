import CRDT

/// FugueMax as its paper has it: a tree of single elements, read as left children, element, right children.
struct ModelSequence {
    private struct Node {
        let id: OperationID
        let place: Place
        var left: [Int] = []
        var right: [Int] = []
    }

    private var nodes: [Node] = []
    private var numbers: [OperationID: Int] = [:]
    private var roots: [Int] = []

    /// Puts an element in; what its place names must be in.
    mutating func insert(_ id: OperationID, _ place: Place) {
        let number = nodes.count
        nodes.append(Node(id: id, place: place))
        numbers[id] = number
        guard let parent = place.parent else {
            roots.insert(number, at: rank(number, amongRight: roots))
            return
        }
        guard let parent = numbers[parent] else { preconditionFailure("the parent is in the tree") }
        switch place.side {
        case .left:
            let index = nodes[parent].left.firstIndex { id < nodes[$0].id } ?? nodes[parent].left.count
            nodes[parent].left.insert(number, at: index)
        case .right: nodes[parent].right.insert(number, at: rank(number, amongRight: nodes[parent].right))
        }
    }

    /// Right siblings: the later the right origin the earlier, then by identifier.
    private func rank(_ number: Int, amongRight siblings: [Int]) -> Int {
        guard !siblings.isEmpty else { return 0 }
        let origin = nodes[number].place.rightOrigin
        let isOneOrigin = siblings.allSatisfy { nodes[$0].place.rightOrigin == origin }
        let positions = isOneOrigin ? [:] : Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        func position(_ origin: OperationID?) -> Int { origin.map { positions[$0, default: -1] } ?? .max }
        return siblings.firstIndex { sibling in
            let other = nodes[sibling].place.rightOrigin
            if other == origin { return nodes[number].id < nodes[sibling].id }
            return position(origin) > position(other)
        } ?? siblings.count
    }

    /// All elements in order, deleted ones included.
    var order: [OperationID] {
        enum Step { case visit(Int), read(Int) }
        var result: [OperationID] = []
        var stack = roots.reversed().map(Step.visit)
        while let step = stack.popLast() {
            switch step {
            case .read(let number): result.append(nodes[number].id)
            case .visit(let number):
                stack += nodes[number].right.reversed().map(Step.visit)
                stack.append(.read(number))
                stack += nodes[number].left.reversed().map(Step.visit)
            }
        }
        return result
    }
}
