import Assistant

/// What an evaluation found, set by set, and the means over the sets.
struct EvalReport: Encodable {
    /// The figures of one set, or the means of all.
    struct Figures: Encodable {
        var recallAt1: Double?
        var recallAt5: Double?
        var mrrAt10: Double?
        var aurocAnswerable: Double?
        var aurocCorrect: Double?
        var coverageAtP90: Double?
        var coverageAtP80: Double?
        var calibrationError: Double?
        var answered: Double?
        var answeredPrecision: Double?
        var answeredWhenUnanswerable: Double?
        var answerF1: Double?
        var answerRecall: Double?

        // Written out because the conversion to snake case would part letters from their figures.
        enum CodingKeys: String, CodingKey {
            case recallAt1 = "recall_at_1"
            case recallAt5 = "recall_at_5"
            case mrrAt10 = "mrr_at_10"
            case aurocAnswerable = "auroc_answerable"
            case aurocCorrect = "auroc_correct"
            case coverageAtP90 = "coverage_at_p90"
            case coverageAtP80 = "coverage_at_p80"
            case calibrationError = "calibration_error"
            case answered
            case answeredPrecision = "answered_precision"
            case answeredWhenUnanswerable = "answered_when_unanswerable"
            case answerF1 = "answer_f1"
            case answerRecall = "answer_recall"
        }

        init() {}

        init(_ figures: EvaluationFigures) {
            recallAt1 = figures.recallAt1
            recallAt5 = figures.recallAt5
            mrrAt10 = figures.meanReciprocalRankAt10
            aurocAnswerable = figures.areaAnswerable
            aurocCorrect = figures.areaCorrect
            coverageAtP90 = figures.coverageAt90
            coverageAtP80 = figures.coverageAt80
            calibrationError = figures.calibrationError
            answered = figures.answeredShare
            answeredPrecision = figures.answeredPrecision
            answeredWhenUnanswerable = figures.answeredWhenUnanswerable
            answerF1 = figures.answerF1
            answerRecall = figures.answerRecall
        }

        static let all: [any WritableKeyPath<Figures, Double?> & Sendable] = [
            \.recallAt1, \.recallAt5, \.mrrAt10, \.aurocAnswerable, \.aurocCorrect, \.coverageAtP90, \.coverageAtP80,
            \.calibrationError, \.answered, \.answeredPrecision, \.answeredWhenUnanswerable, \.answerF1,
            \.answerRecall,
        ]
    }

    /// The weights that gave confidence.
    struct Model: Encodable {
        let version: String
        let intercept: Double
        let weights: [Double]
    }

    struct Entry: Encodable {
        let name: String
        let articles: Int
        let questions: Int
        let answerable: Int
        let figures: Figures
        let model: Model
        /// What the messages of `--injections` did; absent without them.
        let injections: [Injections]?
    }

    private(set) var sets: [Entry] = []
    /// The mean of each figure over the sets that have it.
    private(set) var mean = Figures()
    let threshold: Double

    init(threshold: Double) { self.threshold = threshold }

    /// How many decisions named what the asker may not see, or said what no article says.
    var unsoundCount: Int { sets.reduce(0) { $0 + ($1.injections ?? []).reduce(0) { $0 + $1.unsound } } }

    mutating func add(
        name: String, articleCount: Int, model: ConfidenceModel, figures: EvaluationFigures,
        injections: [InjectionFigures]?
    ) {
        sets.append(
            Entry(
                name: name, articles: articleCount, questions: figures.questionCount,
                answerable: figures.answerableCount, figures: Figures(figures),
                model: Model(
                    version: model.version, intercept: model.regression.intercept, weights: model.regression.weights),
                injections: injections?.map(Injections.init)))
        for figure in Figures.all {
            let values = sets.compactMap { $0.figures[keyPath: figure] }
            mean[keyPath: figure] = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
    }

    /// The figures as people read them; what there is nothing to count for is «—».
    var text: String {
        var columns = Columns(
            ["SET", "ASKED", "R@1", "R@5", "MRR", "AUROC", "COV@90", "ECE", "ANSWERED", "RIGHT", "F1", "RECALL"],
            right: Set(1...11))
        func add(_ name: String, _ count: String, _ figures: Figures) {
            let cells = [
                figures.recallAt1, figures.recallAt5, figures.mrrAt10, figures.aurocCorrect, figures.coverageAtP90,
                figures.calibrationError, figures.answered, figures.answeredPrecision, figures.answerF1,
                figures.answerRecall,
            ]
            columns.add([name, count] + cells.map(Self.shown))
        }
        for entry in sets { add(entry.name, String(entry.questions), entry.figures) }
        if sets.count > 1 { add("mean", "", mean) }
        return columns.text(columnCount: Terminal.columnCount)
            + """
            R@1, R@5, MRR: the right article first, among five, one over its rank. AUROC: how well confidence tells right \
            from wrong.
            COV@90: the share that can be answered with nine of ten right. ECE: how far confidence is off. ANSWERED, \
            RIGHT: at the threshold \(threshold).
            F1, RECALL: the answer's words against the known ones.

            """ + injectionText
    }

    private static func shown(_ figure: Double?) -> String {
        guard let figure else { return "—" }
        let thousandths = Int((figure * 1000).rounded())
        return thousandths >= 1000 ? "1.000" : "." + String(1000 + thousandths).dropFirst()
    }
}
