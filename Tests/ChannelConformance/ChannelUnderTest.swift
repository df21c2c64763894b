package import CRDT
package import Channels
package import Hub
package import Replica

/// A channel as the conformance kit sees it: its adapter on a fresh workspace, and the customer's end of it.
///
/// **How an adapter joins.** Write a type that fulfils this protocol: `say` puts a message into the channel's own form
/// and through the adapter's own door (signature, session, mail, all of it), `shown` reads what the customer's end shows,
/// `crash` throws away everything that is not on disk and opens the folder again. Then add one test to the adapter's
/// target and it must pass whole:
///
///     @Test(arguments: ConformanceCase.all) func `the channel conforms`(_ rule: ConformanceCase) async throws {
///         try await rule.check(await MyChannel())
///     }
///
/// What the channel's own form cannot say is left out of `features`; a rule about it passes then. Nothing else may be
/// left out: a rule that fails is a defect of the adapter.
package protocol ChannelUnderTest: Sendable {
    /// The adapter.
    var adapter: any ChannelAdapter { get }
    /// What the customer's end can say.
    var features: Set<ChannelFeature> { get }
    /// The server's own replica.
    var store: ReplicaStore { get }

    /// Says a message in the channel's form.
    ///
    /// - Throws: `InboundRefusal` when it is not taken.
    func say(_ message: InboundMessage) async throws -> InboundOutcome
    /// Says what became of a message of ours.
    func confirm(_ message: OperationID, _ state: DeliveryReceipt.State) async throws
    /// Writes in the name of the team, and brings it into the log.
    func write<Value: Sendable>(_ body: @Sendable (inout ChangeWriter) throws -> Value) async throws -> Value
    /// Lets everything that is under way happen.
    func settle() async throws
    /// What the customer's end shows of the team's messages in a conversation, in its order.
    func shown(in thread: String) async throws -> [ShownMessage]
    /// Ends the server without warning, as a loss of power does, and starts it again.
    func crash() async throws
}

/// What a channel's own form may be able to say.
package enum ChannelFeature: Hashable, Sendable, CaseIterable {
    /// That a message has other words.
    case edits
    /// That a message was deleted.
    case deletions
    /// That a customer is verified, and that another is not.
    case identity
    /// That a message of ours is shown, as if it were a new one.
    case echoes
    /// That a message was delivered or read.
    case receipts
    /// Other conversations than one.
    case threads
    /// That the customer put an emoji on a message of ours.
    case reactions
    /// That several people in one conversation put emojis on each other's messages, in whatever order that comes.
    case crowds
    /// That a message brings files.
    case files
}

/// A message of the team's at the customer's end.
package struct ShownMessage: Hashable, Sendable {
    /// Ours.
    package let id: OperationID
    /// The words without notation.
    package let text: String
    /// Whether it says that a person wrote it.
    package let isByPerson: Bool
    /// The team's emojis on it.
    package var emojis: [String]

    /// Takes what is shown.
    package init(id: OperationID, text: String, isByPerson: Bool, emojis: [String] = []) {
        self.id = id
        self.text = text
        self.isByPerson = isByPerson
        self.emojis = emojis
    }
}

/// What an adapter does that it must not, or does not that it must.
package struct NonConformance: Error, CustomStringConvertible {
    /// The rule that is broken.
    package let description: String
}
