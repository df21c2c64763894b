/// The items of an import, put together one by one.
public struct ImportReader: Sequence {
    private let index: ConversationIndex
    private let plans: [ConversationIndex.Plan]
    /// How many conversations will come.
    public var conversationCount: Int { plans.count }
    /// How many messages they hold together.
    public let messageCount: Int
    /// How many records were left out so far.
    public let skippedCount: Int

    init(index: ConversationIndex) {
        var index = index
        plans = index.plans()
        messageCount = index.messageCount
        skippedCount = index.skipped.count
        self.index = index
    }

    /// Begins at the first item.
    public func makeIterator() -> Iterator { Iterator(index: index, plans: plans) }

    /// A position among the items.
    public struct Iterator: IteratorProtocol {
        private var index: ConversationIndex
        private let plans: [ConversationIndex.Plan]
        private var pending: [SkippedRecord]
        private var nextPending = 0
        private var nextPlan = 0

        init(index: ConversationIndex, plans: [ConversationIndex.Plan]) {
            self.index = index
            self.plans = plans
            pending = index.skipped
        }

        /// The next item; nil at the end.
        public mutating func next() -> ImportItem? {
            while true {
                if nextPending < pending.count {
                    nextPending += 1
                    return .skipped(pending[nextPending - 1])
                }
                guard nextPlan < plans.count else { return nil }
                nextPlan += 1
                pending = []
                nextPending = 0
                let conversation = index.conversation(for: plans[nextPlan - 1]) { pending.append($0) }
                if let conversation { return .conversation(conversation) }
            }
        }
    }
}
