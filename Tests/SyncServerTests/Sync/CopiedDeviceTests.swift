import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct CopiedDeviceTests {
    @Test func `a device restored from an old copy keeps the words whose numbers are used already`() throws {
        let office = try Office()
        let member = try office.join()
        try office.sync(member)
        let disk = try DatabaseQueue()
        try member.store.database.backup(to: disk)
        let before = try member.open("written before the disk was lost")
        try office.sync(member)

        let restored = Office.Desk(try ReplicaStore.open(disk, path: "copy"), member.key)
        try restored.open("written after")
        #expect(try office.sync(restored))
        // The log's changes stand under their numbers, and the others are kept for their author with the reason.
        #expect(try restored.subject(of: before) == "written before the disk was lost")
        #expect(try restored.count("rescued WHERE reason = 'equivocation'") == 2)

        let next = try restored.open("and on")
        #expect(try office.sync(restored))
        let other = try office.join()
        try office.sync(other)
        #expect(try other.subject(of: next) == "and on")
    }

    @Test func `the answer to an earlier question changes nothing`() throws {
        let office = try Office()
        let member = try office.join()
        var first: Response?
        try office.sync(member) { request, response in
            if case .pull = request { first = first ?? response }
            return response
        }
        try member.open("since then")
        try office.sync(member)
        let cursor = try member.store.cursor()
        let old = try #require(first)
        #expect(throws: ReplicaError.self) {
            try office.sync(member) { request, response in
                if case .pull = request { old } else { response }
            }
        }
        #expect(try member.store.cursor() == cursor)
        #expect(try office.sync(member))
    }
}
