/// Chances in the domain where they add up: `stretch(p) = ln(p / (1 - p))`, in 8 bits behind the point, and its inverse.
/// By whole numbers alone, so that every machine reads what another wrote.
enum Logistic {
    private static let knots: [Int32] = [
        1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901,
        3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
    ]

    /// The chance in 12 bits, never 0 or 1.
    static func squash(_ value: Int32) -> Int32 {
        if value > 2047 { return 4095 }
        if value < -2047 { return 1 }
        let weight = value & 127
        let index = Int(value >> 7) + 16
        return max(1, (knots[index] * (128 - weight) + knots[index + 1] * weight + 64) >> 7)
    }

    /// The inverse, for each chance in 12 bits.
    static func stretches() -> UnsafeMutablePointer<Int32> {
        let table = UnsafeMutablePointer<Int32>.allocate(capacity: 4096)
        table.initialize(repeating: 2047, count: 4096)
        var next = 0
        for value in Int32(-2047)...2047 {
            let chance = Int(squash(value))
            while next <= chance {
                table[next] = value
                next += 1
            }
        }
        return table
    }
}
