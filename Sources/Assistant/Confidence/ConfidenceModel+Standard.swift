extension ConfidenceModel {
    /// The weights for a company that has no verdicts of its own yet.
    ///
    /// Fitted on question sets of six companies and kinds (a help centre, manuals, public information, venues, two
    /// shops), each counting the same. Fitted on five of them, they told right from wrong on the sixth with a mean area
    /// of 0.82 under the curve. The intercept is the mean of the companies', so that a threshold means less than the
    /// order does: with 0.7 the share that was right lay between 0.80 and 0.93. Fit them anew on a company's own
    /// verdicts as soon as there are some: `ConfidenceModel.fit`, or `conv-agent eval DIR --train DIR… --json`, which
    /// prints the weights.
    public static let standard = ConfidenceModel(
        version: "standard-1",
        regression: LogisticModel(
            intercept: -3.245,
            weights: [0.664, 1.036, -0.448, 1.957, 1.263, -0.833, 0.678, 1.127, 1.134, 1.175]
        )
    )
}
