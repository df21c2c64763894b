/// Reads an audience by recursive descent; the depth is bounded by `Audience.depthMax`.
struct AudienceParser {
    private typealias Kind = AudienceLexer.Token.Kind

    private let tokens: [AudienceLexer.Token]
    private let end: Int
    private var index = 0

    init(_ text: String) throws(SyntaxProblem) {
        guard text.utf8.count <= Audience.byteCountMax else {
            throw SyntaxProblem(at: 0, "the audience is longer than \(Audience.byteCountMax) bytes; shorten it")
        }
        tokens = try AudienceLexer.tokens(of: text)
        end = text.unicodeScalars.count
    }

    mutating func parse() throws(SyntaxProblem) -> Audience {
        var audience = Audience(try any(depth: 0))
        while index < tokens.count {
            if takeKeyword(AudienceWord.unknownInclude) {
                audience.includesUnknown = true
            } else if takeKeyword(AudienceWord.requiresVerified) {
                audience.requiresVerified = true
            } else {
                throw problem("here «and», «or», unknown:include, requires_verified or the end is expected")
            }
        }
        return audience
    }

    // MARK: Joining

    private mutating func any(depth: Int) throws(SyntaxProblem) -> Audience.Expression {
        var parts = [try all(depth: depth)]
        while takeKeyword("or") { parts.append(try all(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func all(depth: Int) throws(SyntaxProblem) -> Audience.Expression {
        var parts = [try one(depth: depth)]
        while takeKeyword("and") { parts.append(try one(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func one(depth: Int) throws(SyntaxProblem) -> Audience.Expression {
        guard depth < Audience.depthMax else {
            throw problem("conditions nest deeper than \(Audience.depthMax) levels; take some apart")
        }
        if takeKeyword("not") { return .not(try one(depth: depth + 1)) }
        if take(.symbol("(")) {
            let inner = try any(depth: depth + 1)
            guard take(.symbol(")")) else { throw problem("a closing parenthesis is missing") }
            return inner
        }
        if takeKeyword("everyone") { return .constant(true) }
        if takeKeyword("nobody") { return .constant(false) }
        if takeKeyword("known") { return .known(trait: try trait()) }
        return try condition(on: try trait())
    }

    // MARK: Conditions

    private mutating func trait() throws(SyntaxProblem) -> String {
        switch peek() {
        case .name(let name)?:
            index += 1
            return name
        case .word(let word)? where !AudienceWord.reserved.contains(Words.caseFolded(word)):
            index += 1
            return word
        default:
            throw problem("here the name of a trait is expected, as in plan = pro")
        }
    }

    private mutating func condition(on trait: String) throws(SyntaxProblem) -> Audience.Expression {
        if case .comparison(let comparison)? = peek() {
            index += 1
            return .compare(trait: trait, comparison, try value())
        }
        if takeKeyword("within") {
            guard take(.symbol("[")) else { return .within(trait: trait, [try region()]) }
            var regions = [try region()]
            while take(.symbol(",")) { regions.append(try region()) }
            guard take(.symbol("]")) else { throw problem("a list ends with ] and parts its regions by commas") }
            return .within(trait: trait, regions)
        }
        let isNegated = takeKeyword("not")
        guard takeKeyword("in") else {
            throw problem("after a trait =, !=, <, <=, >, >=, in, not in or within is expected")
        }
        let condition = try membership(of: trait)
        return isNegated ? .not(condition) : condition
    }

    private mutating func membership(of trait: String) throws(SyntaxProblem) -> Audience.Expression {
        guard take(.symbol("[")) else {
            let from = try value()
            guard take(.symbol("..")) else {
                throw problem("after «in» a list such as [pro, team] or a range such as 10..50 is expected")
            }
            return .range(trait: trait, from: from, to: try value())
        }
        var values = [try value()]
        while take(.symbol(",")) { values.append(try value()) }
        guard take(.symbol("]")) else { throw problem("a list ends with ] and parts its values by commas") }
        return .oneOf(trait: trait, values)
    }

    private mutating func region() throws(SyntaxProblem) -> String {
        let start = index
        if case .string(let region) = try value() { return region }
        index = start
        throw problem("a region is a word; put numbers in quotation marks")
    }

    private mutating func value() throws(SyntaxProblem) -> Audience.Value {
        switch peek() {
        case .quoted(let text)?:
            index += 1
            return .string(text)
        case .word(let word)?:
            let folded = Words.caseFolded(word)
            if folded == "true" || folded == "false" {
                index += 1
                return .bool(folded == "true")
            }
            guard !AudienceWord.reserved.contains(folded) else {
                throw problem("this word has a meaning of its own; put it in quotation marks to compare with it")
            }
            index += 1
            return AudienceWord.number(word).map(Audience.Value.number) ?? .string(word)
        default:
            throw problem("here a value is expected")
        }
    }

    // MARK: Tokens

    private func peek() -> Kind? { index < tokens.count ? tokens[index].kind : nil }

    private mutating func take(_ kind: Kind) -> Bool {
        guard peek() == kind else { return false }
        index += 1
        return true
    }

    private mutating func takeKeyword(_ keyword: String) -> Bool {
        guard case .word(let word)? = peek(), Words.caseFolded(word) == keyword else { return false }
        index += 1
        return true
    }

    private func problem(_ explanation: String) -> SyntaxProblem {
        SyntaxProblem(at: index < tokens.count ? tokens[index].position : end, explanation)
    }
}
