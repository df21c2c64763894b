/// The first byte of every operation in a change's structure. Never renumber.
enum Opcode: UInt8 {
    case set = 1
    case append = 2
    case setInsert = 3
    case setRemove = 4
    case add = 5
    case textInsert = 6
    case textDelete = 7
    case mark = 8
    case listInsert = 9
    case listMove = 10
    case listDelete = 11
    case listSet = 12
}

/// The structure of a change, version 1, is (numbers are LEB128):
///
/// 1. the version;
/// 2. actors: a count, 16 bytes each (the change's own actor is number 0 and not listed);
/// 3. changes that are referred to: a count, (actor, number) each (the change itself is number 0 and not listed);
/// 4. key names: a count, UTF-8 with a length each;
/// 5. containers: a count, (parent, kind << 1 | by element, key or element) each; the root is number 0 and not listed,
///    a parent is listed before its children;
/// 6. operations: a count, then opcode, container and what the operation needs. An element is a change's number here
///    plus one and its index there; an absent one is 0.
///
/// Content is all values and texts in the order of the operations, cut by lengths that the structure holds.
enum StructureFormat {
    static let version: UInt8 = 1
}
