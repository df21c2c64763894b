package import Hub

/// A list to choose from, narrowed down by typing.
package struct Picker: Hashable, Sendable {
    /// What is chosen.
    package enum Purpose: Hashable, Sendable {
        /// A command, of all.
        case palette
        /// A command, of those that can be given here.
        case help
        /// A field to filter by.
        case field
        /// Values of a field.
        case values(Filter.Field)
        /// What the list is ordered by.
        case sort
        /// A saved filter.
        case preset
        /// A saved filter to put away.
        case presetRemoval
        /// What to put into the clipboard.
        case copying
        /// The name to save a filter under.
        case presetName
        /// The owner of tickets.
        case owner
        /// Until when tickets sleep.
        case snooze
        /// Why a ticket is handed over.
        case reason
        /// Where to.
        case destination(FallbackReason)
        /// The queue that tickets are placed in.
        case queue
        /// How urgent tickets are.
        case priority
        /// A text to insert.
        case cannedText
        /// A teammate to call.
        case mention
        /// The path of a file to attach.
        case file
        /// A file that is attached, to take away.
        case attached
        /// The time that figures are about.
        case window
    }

    /// One choice.
    package struct Choice: Hashable, Sendable, Codable {
        /// What stands for it.
        package let id: String
        /// Its name.
        package let title: String
        /// More about it.
        package let detail: String
        /// The key that gives it without the list.
        package let key: String?
        /// Why it cannot be chosen; nil when it can.
        package let obstacle: String?
        /// Whether it holds already.
        package var isOn: Bool
        /// How many tickets it finds; nil when nobody counted, more than 1,000 as 1,001.
        package let count: Int?

        /// Describes a choice.
        package init(
            id: String, title: String, detail: String = "", key: String? = nil, obstacle: String? = nil,
            isOn: Bool = false, count: Int? = nil
        ) {
            self.id = id
            self.title = title
            self.detail = detail
            self.key = key
            self.obstacle = obstacle
            self.isOn = isOn
            self.count = count
        }
    }

    /// What is chosen.
    package let purpose: Purpose
    /// The question.
    package let title: String
    /// Everything to choose from.
    package var choices: [Choice]
    /// What was typed.
    package var filter = TextField()
    /// The cursor's place among the choices that the typed text leaves.
    package var selected = 0
    /// Whether choices are on their way.
    package var isLoading = false

    /// The choices that what was typed leaves, the best first.
    package var shown: [Choice] {
        let typed = filter.text
        guard !typed.isEmpty, purpose != .presetName else { return choices }
        // Those that were found for what was typed before may be no beginning of it any more.
        if purpose == .file { return choices.filter { $0.id.lowercased().hasPrefix(typed.lowercased()) } }
        let ranked = choices.enumerated().compactMap { place, choice -> (score: Int, place: Int, choice: Choice)? in
            let scores = [
                Fuzzy.score(typed, in: choice.title).map { $0 + 20 }, choice.key == typed ? 1000 : nil,
                Fuzzy.score(typed, in: choice.detail),
            ]
            return scores.compactMap(\.self).max().map { ($0, place, choice) }
        }
        return ranked.sorted {
            // Of names that fit alike the shorter is meant: «Escalate» before «Escalated».
            ($1.score, $0.choice.title.count, $0.place) < ($0.score, $1.choice.title.count, $1.place)
        }.map(\.choice)
    }

    /// The choice under the cursor.
    package var current: Choice? {
        let shown = shown
        return shown.indices.contains(selected) ? shown[selected] : nil
    }
}
