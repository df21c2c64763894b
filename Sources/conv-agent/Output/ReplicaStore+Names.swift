import Hub
import Replica

extension ReplicaStore {
    /// The names of the members by identifier; those who have none are left out.
    func memberNames() throws -> [String: String] {
        let names = try members().compactMap { member in member.name.map { (member.id.description, $0) } }
        return Dictionary(names) { first, _ in first }
    }
}
