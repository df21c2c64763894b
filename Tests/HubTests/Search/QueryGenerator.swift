import Hub

extension TextRandom {
    mutating func query() -> Query {
        var query = Query()
        for _ in 0..<below(4) { query.filter.conditions.append(condition()) }
        for _ in 0..<below(3) {
            let count = 1 + below(3)
            query.text.append(TextClause((0..<count).map { _ in term(isNegated: count == 1 && chance(1, in: 2)) }))
        }
        if chance(1, in: 3) { query.sort = TicketSort(pick(TicketSort.Key.allCases), isDescending: chance(1, in: 2)) }
        return query
    }

    mutating func condition() -> Filter.Condition {
        let field = pick(Filter.Field.allCases)
        let values = (0...below(3)).map { _ in filterValue(of: field) }
        return Filter.Condition(field, values, isNegated: chance(1, in: 2))
    }

    private mutating func filterValue(of field: Filter.Field) -> Filter.Value {
        if field.isTime { return .time(timeCondition()) }
        switch below(4) {
        case 0: return .absent
        case 1 where field == .owner: return .me
        default: return .word(awkwardText(pieces: below(3)) + pick(["x", "none", "me", "\"", "ü"]))
        }
    }

    private mutating func timeCondition() -> TimeCondition {
        switch below(7) {
        case 0: .during(period())
        case 1: .after(period())
        case 2: .from(period())
        case 3: .before(period())
        case 4: .through(period())
        case 5: .between(period(), period())
        default: .last(Int64(1 + below(99_999)), pick(TimeCondition.Unit.allCases))
        }
    }

    private mutating func period() -> TimeCondition.Period {
        let date = LocalDate(dayNumber: below(3_652_059) - 719_162)
        return switch below(6) {
        case 0: .year(1 + below(9999))
        case 1: .month(1 + below(9999), 1 + below(12))
        case 2: .day(date)
        case 3: .minute(date, hour: below(24), minute: below(60))
        case 4: .today
        default: .yesterday
        }
    }

    private mutating func term(isNegated: Bool) -> TextTerm {
        .phrase(awkwardText(pieces: below(4)) + pick(["a", "日", "é", "or"]), isNegated: isNegated)
    }
}
