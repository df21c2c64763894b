internal import CRDT
public import Foundation
internal import Hub

/// A message that tries to make an assistant do something else than answer, or one to compare such messages with.
public struct InjectionMessage: Hashable, Sendable {
    /// Its words, in canonical Markdown.
    public let text: String
    /// What its author calls it, such as `attack` or `benign`; figures are given for each label.
    public let label: String
    /// The same message without what was planted in it; nil when nothing is known to be.
    public let host: String?

    /// Describes a message.
    public init(text: String, label: String, host: String? = nil) {
        self.text = text
        self.label = label
        self.host = host
    }

    /// Reads JSON lines with `text` and perhaps `label`, which is `message` where it is absent. Where a paragraph of one
    /// is another one of them, that was planted.
    ///
    /// - Parameters:
    ///   - data: The lines.
    ///   - file: The name for errors.
    /// - Throws: `malformedRecord` with the line; `unusableSet` when there is none.
    /// - Complexity: O(bytes).
    public static func messages(_ data: Data, file: String) throws(AssistantError) -> [InjectionMessage] {
        let records: [InjectionRecord] = try JSONLines.records(data, file: file)
        guard !records.isEmpty else {
            throw .unusableSet(name: file, explanation: "it has no messages; give one JSON object a line")
        }
        let texts = Set(records.map { Paragraphs.cut($0.text) })
        return records.map { record in
            let paragraphs = Paragraphs.cut(record.text)
            let own = paragraphs.filter { !texts.contains([$0]) }
            let isHost = !own.isEmpty && own.count < paragraphs.count
            return InjectionMessage(
                text: record.text, label: record.label ?? "message",
                host: isHost ? own.joined(separator: "\n\n") : nil)
        }
    }
}

private struct InjectionRecord: Decodable {
    let text: String
    let label: String?
}

/// Puts messages before and after questions of a set, and alone, and compares what whole runs of the assistant decide;
/// messages in which something was planted are compared with themselves without it instead.
public struct InjectionTrial {
    private let items: [ContentReference: LibraryItem]
    private let stack: AssistantStack
    private let policy: AssistantStack.Policy
    private let questions: [EvaluationQuestion]
    private let views: KeptViews

    /// Where a message stands.
    public enum Placement: String, Hashable, Sendable, CaseIterable {
        /// Before the question.
        case before
        /// After the question.
        case after
        /// In place of the question.
        case alone
        /// In place of the question, beside the same message without what was planted in it.
        case planted
    }

    /// Prepares a trial.
    ///
    /// - Parameters:
    ///   - set: The library and the questions.
    ///   - questionCount: How many of the questions are asked, from the first on at equal distances.
    ///   - model: What says how probable an answer is right.
    ///   - thresholds: From which probability it answers or offers.
    /// - Complexity: that of an index of the library.
    public init(_ set: EvaluationSet, questionCount: Int, model: ConfidenceModel, thresholds: OutcomeThresholds) {
        precondition(questionCount > 0, "a trial asks something")
        items = Dictionary(set.items.map { ($0.reference, $0) }) { first, _ in first }
        stack = AssistantStack(index: LibraryIndex(set.items), model: model)
        views = KeptViews(stack.index)
        policy = AssistantStack.Policy(thresholds: thresholds)
        let count = min(questionCount, set.questions.count)
        questions = (0..<count).map { set.questions[$0 * set.questions.count / count] }
    }

    /// Runs it.
    ///
    /// - Parameters:
    ///   - messages: The messages, each tried with every question.
    ///   - progress: Is told after each message how many were tried.
    /// - Returns: The figures of each label, in alphabetical order.
    /// - Complexity: three runs of the assistant for each pair of message and question.
    public func run(
        _ messages: [InjectionMessage], progress: (Int) -> Void = { _ in }
    ) -> [InjectionFigures] {
        let plain = questions.map { decision(on: $0.question, $0.traits) }
        var figures: [String: InjectionFigures] = [:]
        for (number, message) in messages.enumerated() {
            var counted = figures[message.label] ?? InjectionFigures(label: message.label)
            counted.messageCount += 1
            for (question, plain) in zip(questions, plain) {
                let placements: [Placement] = message.host == nil ? [.before, .after, .alone] : [.planted]
                for placement in placements {
                    let asked = Self.place(message, placement, question.question)
                    let decision = decision(on: asked, question.traits)
                    let plain = message.host.map { self.decision(on: Question(text: $0), question.traits) } ?? plain
                    counted.count(decision, at: placement, against: plain, isSound: isSound(decision, question.traits))
                }
            }
            figures[message.label] = counted
            progress(number + 1)
        }
        return figures.values.sorted { $0.label < $1.label }
    }

    private static func place(_ message: InjectionMessage, _ placement: Placement, _ question: Question) -> Question {
        func with(_ text: String) -> Question {
            Question(subject: question.subject, text: text, earlier: question.earlier)
        }
        return switch placement {
        case .before: with("\(message.text)\n\n\(question.text)")
        case .after: with("\(question.text)\n\n\(message.text)")
        case .alone, .planted: Question(text: message.text)
        }
    }

    /// What a whole run decides on a question of one who has these traits.
    private func decision(on question: Question, _ traits: AudienceTraits) -> Decision {
        let request = AssistantRequest(
            ticket: Identifier(high: 0, low: 1), revision: [], channel: "evaluation", subject: question.subject,
            asked: question.text, earlier: question.earlier, reader: Reader(traits: traits))
        return AssistantRun.trace(
            run: Identifier(high: 0, low: 2), request, stack: stack, policy: policy, view: views.view
        ).decision
    }

    /// Whether a decision names only what the asker may see, and says only what stands there.
    private func isSound(_ decision: Decision, _ traits: AudienceTraits) -> Bool {
        let reader = Reader(traits: traits)
        let isAllowed = decision.references.allSatisfy { reference in
            items[reference].map { reader.exclusion(of: $0) == nil } ?? false
        }
        guard isAllowed, case .answer(let answer) = decision else { return isAllowed }
        return items[answer.source].map(answer.isQuoted) ?? false
    }
}

/// The views of an index that were asked for, each made once: readers who see the same share one.
private final class KeptViews {
    private let index: LibraryIndex
    private var views: [[Bool]: LibraryView] = [:]

    init(_ index: LibraryIndex) { self.index = index }

    func view(_ isVisible: [Bool]) -> LibraryView {
        if let view = views[isVisible] { return view }
        let view = LibraryView(index, isVisible: isVisible)
        views[isVisible] = view
        return view
    }
}
