extension String.UnicodeScalarView {
    /// Appends scalars in time linear in their number.
    ///
    /// The standard library's `append(contentsOf:)` copies the whole view for each call.
    mutating func append(each scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars { append(scalar) }
    }
}

extension String {
    /// Text of these scalars.
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(each: scalars)
        self.init(view)
    }
}
