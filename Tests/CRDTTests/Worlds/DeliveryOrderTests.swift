import CRDT
import Testing

/// Every choice of four edits from a small menu, in every order of arrival.
struct DeliveryOrderTests {
    typealias Shape = DeliveryOrders.Shape

    @Test(arguments: Shape.allCases)
    func `registers read the same in every order of arrival`(shape: Shape) throws {
        let orders = DeliveryOrders { $0.root.set("key", "base") }
        let problems = try orders.problems(
            [
                { $0.root.set("key", 1) }, { $0.root.remove("key") }, { $0.map("child").set("key", 2) },
                { transaction in
                    transaction.root.set("key", 3)
                    transaction.root.set("key", 4)
                },
            ], shape
        )
        #expect(problems.isEmpty)
    }

    @Test(arguments: Shape.allCases)
    func `text reads the same in every order of arrival`(shape: Shape) throws {
        let orders = DeliveryOrders { $0.text("body").insert("abc", at: 0) }
        let problems = try orders.problems(
            [
                { $0.text("body").insert("xy", at: 1) }, { $0.text("body").insert("z", at: 0) },
                { transaction in
                    let text = transaction.text("body")
                    text.delete(0..<min(2, text.count))
                },
                { transaction in
                    let text = transaction.text("body")
                    text.replace(text.count / 2..<text.count, with: "é")
                },
            ], shape
        )
        #expect(problems.isEmpty)
    }

    @Test(arguments: Shape.allCases)
    func `marks read the same in every order of arrival`(shape: Shape) throws {
        let orders = DeliveryOrders { transaction in
            transaction.text("body").insert("abcdef", at: 0)
            transaction.text("body").mark(0..<2, "bold", true, expand: .after)
        }
        let problems = try orders.problems(
            [
                { $0.text("body").mark(1..<3, "bold", "strong", expand: .both) },
                { $0.text("body").unmark(0..<2, "bold") },
                { $0.text("body").insert("x", at: 2) },
                { $0.text("body").delete(1..<3) },
            ], shape
        )
        #expect(problems.isEmpty)
    }

    @Test(arguments: Shape.allCases)
    func `lists read the same in every order of arrival`(shape: Shape) throws {
        let orders = DeliveryOrders { transaction in
            for value in 0..<3 { transaction.list("list").append(.integer(Int64(value))) }
        }
        let problems = try orders.problems(
            [
                { $0.list("list").move(from: 0, to: $0.list("list").elements.count - 1) },
                { $0.list("list").insert("x", at: 1) },
                { $0.list("list").delete(at: 0) },
                { $0.list("list").set(at: 0, "y") },
            ], shape
        )
        #expect(problems.isEmpty)
    }

    @Test(arguments: Shape.allCases)
    func `sets and counters read the same in every order of arrival`(shape: Shape) throws {
        let orders = DeliveryOrders { $0.set("set").insert("a") }
        let problems = try orders.problems(
            [
                { $0.set("set").insert("a") }, { $0.set("set").remove("a") },
                { $0.counter("count").add(.max) }, { $0.counter("count").add(.min) },
            ], shape
        )
        #expect(problems.isEmpty)
    }

    @Test(arguments: Shape.allCases)
    func `records read the same in every order of arrival`(shape: Shape) throws {
        let orders = DeliveryOrders { $0.records("talk").append(["text": "base"]) }
        let problems = try orders.problems(
            [
                { $0.records("talk").append(["text": "a"]) },
                { transaction in
                    transaction.records("talk").append(["text": "b"])
                    transaction.records("talk").append([:])
                },
                { $0.records("talk").record($0.records("talk").view[0].id).set("state", "read") },
                { $0.records("talk").record($0.records("talk").view[0].id).set("reactions").insert("+1") },
            ], shape
        )
        #expect(problems.isEmpty)
    }
}
