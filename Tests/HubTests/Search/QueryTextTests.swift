import Foundation
import Hub
import Testing

struct QueryTextTests {
    @Test(arguments: [
        ("", ""),
        ("  hello   world ", "hello world"),
        ("\"exact phrase\" -\"not this\" -nor", "\"exact phrase\" -\"not this\" -nor"),
        ("status:open,pending", "status:open,pending"),
        ("-status:resolved STATUS:Open", "-status:resolved status:Open"),
        ("customer:\"Ana Müller\" source:slack", "customer:\"Ana Müller\" source:slack"),
        ("tag:a,\"b c\",\"d,e\"", "tag:a,\"b c\",\"d,e\""),
        ("owner:me owner:none owner:\"none\"", "owner:me owner:none owner:\"none\""),
        ("word or other third OR \"fourth one\"", "word or other third or \"fourth one\""),
        ("\"or\" a", "\"or\" a"),
        ("created:>2024-01-01 updated:2024-01..2024-02", "created:>2024-01-01 updated:2024-01..2024-02"),
        ("created:2024-01-15T10:30", "created:2024-01-15T10:30"),
        ("created:today,yesterday -updated:7d", "created:today,yesterday -updated:7d"),
        ("created:2024-01..* updated:*..2024", "created:>=2024-01 updated:<=2024"),
        ("sort:-waiting", "sort:-waiting"),
        ("http://example.com/x 12:30 a::b Error: -x", "http://example.com/x 12:30 a::b Error: -x"),
        ("foo & bar - baz", "foo bar baz"),
        ("reason:policy_rule(r1),low_confidence", "reason:policy_rule(r1),low_confidence"),
        ("is:unassigned,flying", "is:unassigned,flying"),
        ("\"a \\\"b\\\" \\\\ c\"", "\"a \\\"b\\\" \\\\ c\""),
        ("locale:pt-BR queue:billing", "locale:pt-BR queue:billing"),
        ("hello status:open", "status:open hello"),
    ])
    func `a search is written in one way`(text: String, canonical: String) throws {
        let query = try Query(text)
        #expect(query.description == canonical)
        #expect(try Query(canonical) == query)
    }

    @Test(arguments: [
        ("hello colour:red", 6), ("status:", 0 + 7), ("status: open", 7), ("status:open,", 12), ("\"never closed", 0),
        ("a or", 2), ("or a", 0), ("a or or b", 5), ("a or -b", 2), ("a or status:open", 2), ("created:soon", 8),
        ("created:2024-02-30", 8), ("created:2024-13", 8), ("created:>7d", 8), ("created:0d", 8), ("created:none", 8),
        ("sort:colour", 0), ("sort:created sort:updated", 13), ("-sort:created", 0), ("x \"…\"", 2), ("tag:\"\"", 4),
    ])
    func `an error says where`(text: String, position: Int) {
        let problem = #expect(throws: SyntaxProblem.self) { try Query(text) }
        #expect(problem?.position == position)
    }

    @Test func `an unknown field is told the names of all fields and not its own`() throws {
        let problem = try #require(#expect(throws: SyntaxProblem.self) { try Query("sekret:x") })
        for field in Filter.Field.allCases { #expect(problem.description.contains(field.rawValue)) }
        #expect(!problem.description.contains("sekret"))
    }

    @Test func `a search that is too long is refused`() {
        #expect(throws: SyntaxProblem.self) { try Query(String(repeating: "a ", count: 5000)) }
    }

    @Test func `values that the hub does not know survive and can be pointed out`() throws {
        let query = try Query("status:opne queue:gone is:unread")
        #expect(query.filter.conditions.map(\.unknownValues) == [["opne"], [], []])
        #expect(query.description == "status:opne queue:gone is:unread")
    }

    @Test func `a preset keeps its search as text`() throws {
        let query = try Query("status:open -tag:\"a b\" created:7d \"ü\" sort:-updated")
        let data = try JSONEncoder().encode([query])
        #expect(try JSONDecoder().decode([Query].self, from: data) == [query])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Query].self, from: Data(#"["a:b"]"#.utf8)) }
    }

    @Test func `any query reads back from its text`() {
        TextRandom.forEachSeed(1500) { random, seed in
            let query = random.query()
            #expect((try? Query(query.description)) == query, "TEXT_SEED=\(seed): \(query)")
        }
    }

    @Test func `any text is read or refused, and what is read is stable`() {
        TextRandom.forEachSeed(2000) { random, seed in
            let text =
                random.chance(1, in: 3) ? random.anyText(bytes: 60) : random.awkwardText(pieces: random.below(12))
            guard let query = try? Query(text) else { return }
            #expect((try? Query(query.description)) == query, "TEXT_SEED=\(seed): \(text.debugDescription)")
        }
    }
}
