import Hub
import Testing

struct AudienceTextTests {
    @Test(arguments: [
        ("plan = pro", "plan = pro"),
        ("PLAN==\"Pro Max\"", "PLAN = \"Pro Max\""),
        ("a=1 or b=2 and c=3", "a = 1 or b = 2 and c = 3"),
        ("(a=1 or b=2) and not (c=3 and d=4)", "(a = 1 or b = 2) and not (c = 3 and d = 4)"),
        ("((a=1))", "a = 1"),
        ("seats in 10..50", "seats in 10..50"),
        ("since in 2024-01-01..2024-06-30", "since in 2024-01-01..2024-06-30"),
        ("plan in[pro,team]unknown:include", "plan in [pro, team] unknown:include"),
        ("plan not in [pro]", "not plan in [pro]"),
        ("country within EU REQUIRES_VERIFIED", "country within EU requires_verified"),
        ("country within [EU, \"New Zealand\"]", "country within [EU, \"New Zealand\"]"),
        ("known plan and trial != true", "known plan and trial != true"),
        ("`odd name` >= -1.5", "`odd name` >= -1.5"),
        ("zip = 04109", "zip = 04109"),
        ("word = \"12\"", "word = \"12\""),
        ("Everyone", "everyone"),
        ("nobody or x<1", "nobody or x < 1"),
    ])
    func `an audience is written in one way`(text: String, canonical: String) throws {
        let audience = try Audience(text)
        #expect(audience.description == canonical)
        #expect(try Audience(audience.description) == audience)
    }

    @Test(arguments: [
        ("", 0), ("plan", 4), ("plan =", 6), ("plan = pro plan", 11), ("plan ! pro", 5), ("plan in pro", 11),
        ("plan in [pro", 12), ("(plan = pro", 11), ("plan = and", 7), ("plan = \"pro", 7), ("and", 0), ("a = 1 ; b", 6),
        ("country within 5", 15), ("plan in []", 9), ("plan = pro unknown:exclude", 11), ("not", 3),
    ])
    func `an error says where`(text: String, position: Int) {
        let problem = #expect(throws: SyntaxProblem.self) { try Audience(text) }
        #expect(problem?.position == position)
    }

    @Test func `an error repeats nothing of the input`() {
        let problem = #expect(throws: SyntaxProblem.self) { try Audience("plan = pro sekret") }
        #expect(problem?.description.contains("sekret") == false)
    }

    @Test func `nesting and length have limits that are errors`() throws {
        let deep = String(repeating: "(", count: 1000) + "a = 1" + String(repeating: ")", count: 1000)
        #expect(throws: SyntaxProblem.self) { try Audience(deep) }
        #expect(throws: SyntaxProblem.self) { try Audience(String(repeating: "not ", count: 1000) + "a = 1") }
        #expect(throws: SyntaxProblem.self) { try Audience(String(repeating: "a = 1 or ", count: 10_000) + "a = 1") }
        let allowed = String(repeating: "(", count: 60) + "a = 1" + String(repeating: ")", count: 60)
        #expect(try Audience(allowed).description == "a = 1")
    }

    @Test func `any audience reads back from its text`() {
        TextRandom.forEachSeed(1200) { random, seed in
            let audience = random.audience()
            #expect((try? Audience(audience.description)) == audience, "TEXT_SEED=\(seed): \(audience)")
        }
    }

    @Test func `any text is read or refused, and what is read is stable`() {
        TextRandom.forEachSeed(1500) { random, seed in
            let text =
                random.chance(1, in: 3) ? random.anyText(bytes: 60) : random.awkwardText(pieces: random.below(12))
            guard let audience = try? Audience(text) else { return }
            #expect((try? Audience(audience.description)) == audience, "TEXT_SEED=\(seed): \(text.debugDescription)")
        }
    }
}
