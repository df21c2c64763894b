/// Words that say nothing about what a question is about.
///
/// English function words, the contractions that the hub's word cutter leaves of them, and the courtesies of a message
/// to a help desk. Words of other languages are few enough in an English library that their rarity does not matter.
enum StopWords {
    /// Whether a folded word is one.
    static func contains(_ word: String) -> Bool { all.contains(word) }

    /// Words that lean on an earlier turn: a question made of them and little else means what was said before.
    static func pointsBack(_ word: String) -> Bool { pronouns.contains(word) }

    private static let pronouns: Set<String> = [
        "it", "its", "they", "them", "their", "there", "that", "this", "those", "these", "he", "she", "one", "ones",
    ]

    private static let all = Set(
        """
        a about above after again all also am an and any are aren as at be because been before being below between both \
        but by can cannot could couldn d did didn do does doesn doing don down during each few for from further get got \
        had hadn has hasn have haven having he her here hers herself him himself his how however i if in into is isn it \
        its itself just let ll m me more most mustn my myself no nor not now of off on once only or other our ours \
        ourselves out over own please re s same shan she should shouldn so some such t than thank thanks that the their \
        theirs them themselves then there these they this those through to too under until up us ve very was wasn we \
        were weren what when where which while who whom why will with won would wouldn you your yours yourself \
        yourselves hi hello hey dear regards
        """.split(separator: " ").map(String.init)
    )
}
