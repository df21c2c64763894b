import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct LastAdministratorTests {
    private func standing(of desk: Office.Desk) throws -> Role? {
        try desk.store.directory().users[desk.store.member.user]?.role
    }

    /// Why the desk's changes were refused.
    private func refusals(_ desk: Office.Desk) throws -> [String] {
        let sql = "SELECT code FROM change WHERE state = 2 ORDER BY number"
        return try desk.store.database.read { try String.fetchAll($0, sql: sql) }
    }

    private func state(_ facts: DirectoryFact..., by desk: Office.Desk, isAction: Bool = true) throws {
        try desk.store.write(at: Office.now, isAction: isAction) { writer in
            for fact in facts { try writer.state(fact) }
        }
    }

    @Test(arguments: [Role.owner, .administrator])
    func `the last who can administer cannot give the role up, and reads why`(_ role: Role) throws {
        let office = try Office()
        let (boss, agent) = (try office.join(role), try office.join())
        for desk in [boss, agent] { try office.sync(desk) }
        try state(.role(boss.store.member.user, .agent), by: boss)
        try office.sync(boss)
        #expect(try refusals(boss) == ["last_administrator"])
        #expect(try standing(of: boss) == role)
        // The work goes on: the role can be handed over, in one action.
        try state(.role(agent.store.member.user, .owner), .role(boss.store.member.user, .agent), by: boss)
        try office.sync(boss)
        try office.sync(agent)
        #expect(try refusals(boss) == ["last_administrator"])
        #expect(try [boss, agent].map(standing) == [.agent, .owner])
        // From owner to administrator takes nothing away.
        try state(.role(agent.store.member.user, .administrator), by: agent)
        try office.sync(agent)
        #expect(try refusals(agent) == [])
        #expect(try standing(of: agent) == .administrator)
    }

    @Test func `of two who give the role up without a network the second keeps it`() throws {
        let office = try Office()
        let desks = [try office.join(.administrator), try office.join(.owner)]
        for desk in desks { try office.sync(desk) }
        for desk in desks { try state(.role(desk.store.member.user, .viewer), by: desk) }
        for desk in desks { try office.sync(desk) }
        #expect(try desks.map(standing) == [.viewer, .owner])
        #expect(try desks.map(refusals) == [[], ["last_administrator"]])
    }

    @Test func `the last device of the last who can administer stays, until another can`() throws {
        let office = try Office()
        let boss = try office.join(.administrator)
        try office.sync(boss)
        let fact = DirectoryFact.deviceRevoked(actor: boss.store.member.actor.description)
        try state(fact, by: boss)
        try office.sync(boss)
        #expect(try refusals(boss) == ["last_administrator"])
        #expect(try boss.store.directory().devices[boss.store.member.actor]?.revoked == nil)
        let other = try office.join(.administrator)
        try office.sync(other)
        try state(fact, by: other)
        try office.sync(other)
        #expect(try other.store.directory().devices[boss.store.member.actor]?.revoked != nil)
        // Somebody in the role, with no device left, does not count.
        try state(.role(other.store.member.user, .agent), by: other)
        try office.sync(other)
        #expect(try refusals(other) == ["last_administrator"])
    }

    @Test func `nobody takes the server's own role and devices away`() throws {
        let office = try Office()
        let boss = try office.join(.owner)
        try office.sync(boss)
        let directory = try boss.store.directory()
        let server = try #require(directory.server)
        let devices = directory.devices.filter { $0.value.user == server }.keys
        #expect(devices.count == 2)
        try state(.role(server, .viewer), by: boss, isAction: false)
        for device in devices { try state(.deviceRevoked(actor: device.description), by: boss, isAction: false) }
        try office.sync(boss)
        #expect(try refusals(boss) == ["server_only", "server_only", "server_only"])
        // It can still invite.
        try office.sync(try office.join(.administrator))
    }
}
