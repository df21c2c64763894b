import CRDT
import Foundation
public import SyncProtocol

extension ReplicaFolder {
    /// What is asked of a server whose answer has not come yet: readable by its owner alone, gone once the replica is
    /// made.
    var joiningPath: String { "\(path)/joining.json" }

    /// The keys of an enrolment under way, in hexadecimal.
    private struct Joining: Codable {
        let link: String
        let actor: String
        let deviceSeed: String
        let identitySeed: String

        enum CodingKeys: String, CodingKey {
            case link, actor
            case deviceSeed = "device_seed"
            case identitySeed = "identity_seed"
        }
    }

    /// Prepares to join here. The keys are on disk before anybody is asked: when the answer to an earlier attempt with
    /// the same link was lost, they are those that the server has admitted.
    ///
    /// - Parameters:
    ///   - identity: The identity key of a known user; nil for a new person.
    ///   - generator: Cryptographically secure outside of simulations.
    /// - Throws: What `checkIsFree` throws; errors of the file system.
    public func enrolment(
        _ link: InviteLink, name: String, identity: SigningKey?, using generator: inout some RandomNumberGenerator
    ) throws -> Enrolment {
        try checkIsFree()
        try makeFolder()
        if let earlier = earlierEnrolment(link, name: name), identity.map({ $0.seed == earlier.identity.seed }) ?? true
        {
            return earlier
        }
        let enrolment = Enrolment(link, name: name, identity: identity, using: &generator)
        let joining = Joining(
            link: link.description, actor: enrolment.actor.description,
            deviceSeed: Hexadecimal.encode(enrolment.device.seed),
            identitySeed: Hexadecimal.encode(enrolment.identity.seed))
        try PrivateFile.write([UInt8](try JSONEncoder().encode(joining)), to: joiningPath)
        return enrolment
    }

    /// Nil when there is none, it was for another link, or its file is damaged: then nothing is lost but the attempt.
    private func earlierEnrolment(_ link: InviteLink, name: String) -> Enrolment? {
        guard let data = FileManager.default.contents(atPath: joiningPath),
            let joining = try? JSONDecoder().decode(Joining.self, from: data), joining.link == link.description,
            let actor = ActorID(hexadecimal: joining.actor),
            let device = Hexadecimal.decode(joining.deviceSeed).flatMap({ SigningKey(seed: $0) }),
            let identity = Hexadecimal.decode(joining.identitySeed).flatMap({ SigningKey(seed: $0) })
        else { return nil }
        return Enrolment(link, name: name, actor: actor, device: device, identity: identity)
    }
}
