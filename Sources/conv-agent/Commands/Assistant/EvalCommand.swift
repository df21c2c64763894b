import ArgumentParser
import Assistant
import Foundation
import Hub
import Replica

/// `conv-agent eval`: how good the assistant's embedded engine is on questions whose answers are known.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Score the assistant on questions whose answers are known.",
        discussion: """
            A set is a folder with articles.jsonl (id, title, body, and perhaps summary, alt_questions, lang, audience) and \
            queries.jsonl (id, text, gold, answerable, and perhaps subject, context, traits, gold_answer, lang, at). \
            Nothing of it enters the replica, and none is needed.

            Confidence comes from the weights that the program ships with, from --train, or with --leave-one-out for each \
            set from all the others. With --past the earlier half of the answerable questions that have a time counts as \
            answered by teammates, and the later half is asked; --past and --language leave the sets of --train whole.

            With --verdicts half of each set is set aside, so many of that half count as judged by teammates and \
            confidence is fitted anew on them, as the server does it, and the other half is asked.

            With --injections it tries messages that want to make an assistant do something else: each before, after and \
            in place of questions of each set, whatever --past and --language leave of it, through whole runs. The file \
            holds JSON lines with text and perhaps label; figures are given for each label, so that harmless messages \
            beside the others show what any words would do. A message with a paragraph that is another message of the \
            file had it planted, and is compared with itself without it. It exits with 1 when a decision named an \
            article that the asker may not see, or said what no article says.
            """
    )

    @Argument(help: "The folders of the sets.", completion: .directory)
    var sets: [String]

    @Option(
        name: .customLong("train"), parsing: .upToNextOption,
        help: "Folders of sets that confidence is fitted on.", completion: .directory)
    var trainingSets: [String] = []

    @Flag(help: "Fit confidence for each set on all the others.")
    var leaveOneOut = false

    @Flag(name: .customLong("past"), help: "Take the earlier half as past tickets and ask the later half.")
    var usesPast = false

    @Option(help: "Only questions in this language, such as en.")
    var language: String?

    @Option(help: "The probability from which it answers.")
    var threshold = OutcomeThresholds().answer

    @Option(name: .customLong("run"), help: "Write what it made of each question to this file, as JSON lines.")
    var runFile: String?

    @Option(name: .customLong("verdicts"), help: "How many questions of each set teammates have judged.")
    var verdictCount: Int?

    @Option(name: .customLong("injections"), help: "Try the messages of this file on each set.", completion: .file())
    var injectionFile: String?

    @Option(help: "How many questions of a set each of --injections is tried with.")
    var injectionQuestions = 10

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if injectionQuestions < 1 { throw ValidationError("--injection-questions takes a number from 1 on") }
        if let verdictCount, verdictCount < 0 { throw ValidationError("--verdicts takes a number from 0 on") }
        if runFile != nil, sets.count != 1 { throw ValidationError("--run takes one set at a time") }
        if leaveOneOut, !trainingSets.isEmpty { throw ValidationError("give either --train or --leave-one-out") }
        if leaveOneOut, sets.count < 2 { throw ValidationError("--leave-one-out needs two sets or more") }
        if !(0...1).contains(threshold) { throw ValidationError("--threshold takes a probability from 0 to 1") }
    }

    func run() throws {
        defer { Terminal.showProgress("") }
        let training = try trainingSets.map { path in
            let set = try EvaluationFolder(path: path).read()
            return Self.ask(set, set.questions).map(\.verdict)
        }
        let thresholds = OutcomeThresholds(answer: threshold)
        let messages = try injectionFile.map { try EvaluationFolder.messages(at: $0) }
        let asked = try sets.map { path in
            let set = try EvaluationFolder(path: path).read()
            return (set: set, findings: try findings(of: set))
        }
        var report = EvalReport(threshold: threshold)
        for (position, set) in asked.enumerated() {
            let others = asked.enumerated().filter { $0.offset != position }.map { $0.element.findings.map(\.verdict) }
            let (model, findings) = refit(try model(fittedOn: leaveOneOut ? others : training), set.findings)
            let lines = findings.map { $0.line(model, thresholds) }
            if let runFile { try EvaluationFolder.write(lines, to: runFile) }
            report.add(
                name: set.set.name, articleCount: set.set.items.count, model: model,
                figures: EvaluationFigures(findings, lines),
                injections: messages.map { attempt($0, on: set.set, model, thresholds) })
        }
        Terminal.showProgress("")
        if common.isJSON { try Output.json(report) } else { Output.write(report.text) }
        if report.unsoundCount > 0 { throw ExitCode.failure }
    }

    /// Tries messages on a set, with a progress bar.
    private func attempt(
        _ messages: [InjectionMessage], on set: EvaluationSet, _ model: ConfidenceModel, _ thresholds: OutcomeThresholds
    ) -> [InjectionFigures] {
        let trial = InjectionTrial(set, questionCount: injectionQuestions, model: model, thresholds: thresholds)
        return trial.run(messages) { tried in
            Terminal.showProgress(ProgressBar.line(set.name, done: tried, of: messages.count))
        }
    }

    private func model(fittedOn verdicts: [[ConfidenceModel.Verdict]]) throws -> ConfidenceModel {
        guard !verdicts.isEmpty else { return .standard }
        guard let model = ConfidenceModel.fit(verdicts, version: "fitted") else {
            throw ReplicaError.invalidInput(
                "the sets to train on are all right or all wrong; add one with questions of both kinds")
        }
        return model
    }

    /// Lets a model follow the verdicts that the options name, and leaves the questions that are asked then.
    private func refit(
        _ model: ConfidenceModel, _ findings: [Evaluator.Finding]
    ) -> (ConfidenceModel, [Evaluator.Finding]) {
        guard let verdictCount else { return (model, findings) }
        let (verdicts, others) = Evaluator.Finding.judged(findings, count: verdictCount)
        return (model.refitted(on: verdicts), others)
    }

    /// Asks what the options leave of a set.
    private func findings(of set: EvaluationSet) throws -> [Evaluator.Finding] {
        var questions = set.questions
        if let language {
            questions = questions.filter { $0.language == language }
            guard !questions.isEmpty else {
                throw ReplicaError.invalidInput("the set \(set.name) has no question in that language")
            }
        }
        var past: [PastQuestion] = []
        if usesPast { (past, questions) = try set.split(questions) }
        return Self.ask(set, questions, past)
    }

    /// Asks questions of a set, with a progress bar.
    private static func ask(
        _ set: EvaluationSet, _ questions: [EvaluationQuestion], _ past: [PastQuestion] = []
    ) -> [Evaluator.Finding] {
        let count = questions.count
        return Evaluator(set, pastQuestions: past).ask(questions) { asked in
            guard asked % 16 == 0 || asked == count else { return }
            Terminal.showProgress(ProgressBar.line(set.name, done: asked, of: count))
        }
    }
}
