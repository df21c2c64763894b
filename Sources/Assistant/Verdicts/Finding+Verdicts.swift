import Hub

extension Evaluator.Finding {
    /// Takes some questions as judged by teammates and leaves others to be asked, to see what verdicts are worth: half of
    /// them, dealt by their ids, is set aside, and the first of that half count as judged.
    ///
    /// - Parameter count: How many count as judged; fewer where half of them is less.
    /// - Returns: The verdicts, and the other half, in the order given.
    public static func judged(
        _ findings: [Evaluator.Finding], count: Int
    ) -> (verdicts: [RunVerdict], others: [Evaluator.Finding]) {
        func draw(_ index: Int) -> UInt64 {
            var hash = FieldHash()
            hash.add([findings[index].question.id])
            return hash.value
        }
        let dealt = findings.indices.sorted { (draw($0), $0) < (draw($1), $1) }
        let half = findings.count / 2
        let verdicts = dealt.prefix(min(count, half)).enumerated().map { number, index in
            RunVerdict(
                run: Identifier(high: 0, low: UInt64(number)), isRight: findings[index].isRight, source: .teammate,
                features: findings[index].features)
        }
        return (verdicts, dealt.dropFirst(half).sorted().map { findings[$0] })
    }
}
