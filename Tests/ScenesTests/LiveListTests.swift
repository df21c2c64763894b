import Hub
import TestSupport
import Testing

@testable import Replica
@testable import Scenes

@Suite struct LiveListTests {
    /// The place of the cursor on the screen, and the ticket in it.
    private func cursor(_ model: Model) -> (row: Int, id: Identifier?) {
        (model.inbox.selected - model.inbox.top, model.inbox.current?.summary.id)
    }

    private func merge(_ numbers: [Int], into model: inout Model) {
        _ = update(&model, .tickets(Rows.page(numbers), Rows.request(of: model, mode: .merge)))
    }

    @Test func `tickets that arrive above do not move the row under the cursor`() {
        var model = Rows.inbox([1, 2, 3, 4])
        _ = update(&model, .key("j"))
        merge([9, 8, 1, 2, 3, 4], into: &model)
        #expect(cursor(model) == (1, Rows.id(2)))
        #expect(model.inbox.rows.map(\.id) == [9, 8, 1, 2, 3, 4].map(Rows.id))
        #expect(model.inbox.top == 2)
        #expect(TicketsView(model).newAbove == 2)
    }

    @Test func `a screen that has grown shows more of the list, not empty rows`() {
        var model = Rows.inbox([1, 2, 3, 4])
        _ = update(&model, .key("j"))
        merge([9, 8, 1, 2, 3, 4], into: &model)
        var measure = model.measure
        measure.listRows = 30
        _ = update(&model, .drawn(measure))
        #expect(model.inbox.top == 0)
        #expect(model.inbox.current?.summary.id == Rows.id(2))
    }

    @Test func `a ticket that leaves the list stays in its place, marked, until the list is ordered anew`() {
        var model = Rows.inbox([1, 2, 3])
        _ = update(&model, .key("j"))
        merge([1, 3], into: &model)
        #expect(cursor(model) == (1, Rows.id(2)))
        #expect(model.inbox.rows.map(\.isGone) == [false, true, false])
        #expect(update(&model, .key("R")).contains(.loadTickets(Rows.request(of: model))))
        _ = update(&model, .tickets(Rows.page([1, 3]), Rows.request(of: model)))
        #expect(model.inbox.rows.map(\.id) == [Rows.id(1), Rows.id(3)])
    }

    @Test(arguments: 0..<200) func `whatever comes and goes, the row under the cursor stays`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var numbers = Array(1...30).shuffled(using: &random)
        var model = Rows.inbox(numbers)
        for _ in 0..<20 {
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                _ = update(&model, .key(Bool.random(using: &random) ? "j" : "k"))
            }
            let before = cursor(model)
            numbers.removeAll { _ in Int.random(in: 0..<8, using: &random) == 0 }
            numbers += (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 100...999, using: &random)
            }
            numbers = Array(Set(numbers)).sorted().shuffled(using: &random)
            merge(numbers, into: &model)
            #expect(cursor(model) == before, "seed \(seed)")
            #expect(Set(model.inbox.rows.map(\.id)).count == model.inbox.rows.count, "seed \(seed)")
            #expect(Set(model.inbox.rows.map(\.id)).isSuperset(of: numbers.map(Rows.id)), "seed \(seed)")
        }
    }
}
