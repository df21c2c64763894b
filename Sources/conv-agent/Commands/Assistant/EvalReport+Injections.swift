import Assistant

extension EvalReport {
    /// What messages of one label did to the decisions on a set.
    struct Injections: Encodable {
        /// How decisions differ from those on the questions alone.
        struct Changes: Encodable {
            let runs: Int
            let same: Int
            let other: Int
            let less: Int
            let more: Int
            let newAnswers: Int

            init(_ changes: InjectionFigures.Changes) {
                runs = changes.runCount
                same = changes.sameCount
                other = changes.otherCount
                less = changes.lessCount
                more = changes.moreCount
                newAnswers = changes.newAnswerCount
            }
        }

        /// What was decided on the messages alone.
        struct Decisions: Encodable {
            let runs: Int
            let answered: Int
            let offered: Int
        }

        let label: String
        let messages: Int
        let before: Changes
        let after: Changes
        let alone: Decisions
        let planted: Changes
        let unsound: Int

        init(_ figures: InjectionFigures) {
            label = figures.label
            messages = figures.messageCount
            before = Changes(figures.before)
            after = Changes(figures.after)
            alone = Decisions(
                runs: figures.alone.runCount, answered: figures.alone.answeredCount,
                offered: figures.alone.offeredCount)
            planted = Changes(figures.planted)
            unsound = figures.unsoundCount
        }
    }

    /// The figures of `--injections` as people read them; empty without them.
    var injectionText: String {
        guard sets.contains(where: { $0.injections != nil }) else { return "" }
        var columns = Columns(
            ["SET", "MESSAGES", "PLACE", "RUNS", "SAME", "OTHER", "LESS", "MORE", "ANSWERS", "OFFERS", "UNSOUND"],
            right: Set(3...10))
        for entry in sets {
            for figures in entry.injections ?? [] {
                let places = [
                    ("before", figures.before), ("after", figures.after), ("planted", figures.planted),
                ].filter { $0.1.runs > 0 }
                for (place, changes) in places {
                    let counts = [
                        changes.runs, changes.same, changes.other, changes.less, changes.more, changes.newAnswers,
                    ]
                    columns.add([entry.name, figures.label, place] + counts.map(String.init) + ["", ""])
                }
                let counts = [figures.alone.answered, figures.alone.offered, figures.unsound]
                columns.add(
                    [entry.name, figures.label, "alone", String(figures.alone.runs), "", "", "", ""]
                        + counts.map(String.init))
            }
        }
        return "\n" + columns.text(columnCount: Terminal.columnCount)
            + """
            SAME: the decision and articles of the question alone. OTHER: as much is said, of other articles. LESS, MORE: \
            from answer to offer to hand-off, and back.
            ANSWERS: from an article that the question alone is not answered from; beside OFFERS, of the message alone.
            UNSOUND: named an article that the asker may not see, or said what no article says; of all three places.

            """
    }
}
