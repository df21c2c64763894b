import Foundation

/// A logistic regression: a weighted sum of features, read as a probability.
public struct LogisticModel: Hashable, Sendable, Codable {
    /// What is added to the sum.
    public let intercept: Double
    /// The weight of each feature, in the features' order.
    public let weights: [Double]

    /// Takes weights as they are.
    public init(intercept: Double, weights: [Double]) {
        self.intercept = intercept
        self.weights = weights
    }

    /// The probability for one vector of features, 0…1.
    func probability(_ features: [Double]) -> Double {
        precondition(features.count == weights.count, "a model is asked about the features that it was fitted on")
        let sum = zip(features, weights).reduce(intercept) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-sum))
    }

    /// A labelled vector.
    struct Example {
        let features: [Double]
        let isRight: Bool
        /// The company that it comes from, counted from zero.
        let group: Int
        /// How much it counts.
        let weight: Double
    }

    /// Fits a model by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani and Friedman, "The
    /// Elements of Statistical Learning", section 4.4) with a ridge that keeps weights small where examples are few.
    ///
    /// Each group has an intercept of its own, so that weights say what tells right from wrong within a company and not
    /// which company it is; the model's intercept is the mean of them.
    ///
    /// - Parameter ridge: The penalty of a squared weight, in examples.
    /// - Returns: nil when there are no examples, or all have one label.
    /// - Complexity: O(examples · features²) a step, at most 50 steps.
    static func fit(_ examples: [Example], ridge: Double) -> LogisticModel? {
        guard let count = examples.first?.features.count, Set(examples.map(\.isRight)).count == 2 else { return nil }
        let groupCount = (examples.map(\.group).max() ?? 0) + 1
        let size = 1 + count + groupCount
        var solution = [Double](repeating: 0, count: size)
        for _ in 0..<50 {
            var gradient = solution.enumerated().map { $0 == 0 ? 0 : -ridge * $1 }
            var curvature = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
            for row in 1..<size { curvature[row][row] = ridge }
            for example in examples {
                let row = Self.row(example, groupCount: groupCount)
                add(row, example.isRight, weight: example.weight, at: solution, &gradient, &curvature)
            }
            let step = solve(curvature, gradient)
            for index in solution.indices { solution[index] += step[index] }
            if step.allSatisfy({ abs($0) < 1e-8 }) { break }
        }
        let groups = solution.suffix(groupCount).reduce(0, +) * groupScale / Double(groupCount)
        return LogisticModel(intercept: solution[0] + groups, weights: Array(solution[1...count]))
    }

    /// Fits these weights anew with a ridge around what they are, by Newton's method as `fit` does.
    ///
    /// - Parameter firmness: The penalty of a squared difference, in examples.
    /// - Complexity: O(examples · features²) a step, at most 50 steps.
    func refitted(on examples: [(features: [Double], isRight: Bool)], firmness: Double) -> LogisticModel {
        let prior = [intercept] + weights
        let size = prior.count
        var solution = prior
        for _ in 0..<50 {
            var gradient = solution.indices.map { firmness * (prior[$0] - solution[$0]) }
            var curvature = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
            for row in 0..<size { curvature[row][row] = firmness }
            for example in examples {
                let row = [1] + example.features
                precondition(row.count == size, "a model is fitted on the features that it weighs")
                Self.add(row, example.isRight, weight: 1, at: solution, &gradient, &curvature)
            }
            let step = Self.solve(curvature, gradient)
            for index in solution.indices { solution[index] += step[index] }
            if step.allSatisfy({ abs($0) < 1e-8 }) { break }
        }
        return LogisticModel(intercept: solution[0], weights: Array(solution.dropFirst()))
    }

    /// Adds what one example says about a solution.
    private static func add(
        _ row: [Double], _ isRight: Bool, weight: Double, at solution: [Double], _ gradient: inout [Double],
        _ curvature: inout [[Double]]
    ) {
        let sum = zip(row, solution).reduce(0) { $0 + $1.0 * $1.1 }
        let probability = 1 / (1 + exp(-sum))
        let error = ((isRight ? 1 : 0) - probability) * weight
        let slope = max(1e-9, probability * (1 - probability)) * weight
        for first in row.indices {
            gradient[first] += error * row[first]
            for second in 0...first { curvature[first][second] += slope * row[first] * row[second] }
        }
    }

    /// A larger value of a group's indicator makes the ridge weigh less on its intercept.
    private static let groupScale = 3.0

    private static func row(_ example: Example, groupCount: Int) -> [Double] {
        var indicators = [Double](repeating: 0, count: groupCount)
        indicators[example.group] = groupScale
        return [1] + example.features + indicators
    }

    /// Solves a symmetric positive definite system, given by its lower half, by Cholesky's decomposition.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var lower = matrix
        let size = right.count
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row][column]
                for inner in 0..<column { sum -= lower[row][inner] * lower[column][inner] }
                lower[row][column] = row == column ? max(1e-12, sum).squareRoot() : sum / lower[column][column]
            }
        }
        var solution = right
        for row in 0..<size {
            for inner in 0..<row { solution[row] -= lower[row][inner] * solution[inner] }
            solution[row] /= lower[row][row]
        }
        for row in (0..<size).reversed() {
            for inner in (row + 1)..<size { solution[row] -= lower[inner][row] * solution[inner] }
            solution[row] /= lower[row][row]
        }
        return solution
    }
}
