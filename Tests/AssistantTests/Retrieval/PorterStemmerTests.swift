import Assistant
import Testing

@Suite struct PorterStemmerTests {
    @Test(arguments: [
        // The examples of the paper, step by step.
        ("caresses", "caress"), ("ponies", "poni"), ("ties", "ti"), ("cats", "cat"), ("feed", "feed"),
        ("agreed", "agre"), ("plastered", "plaster"), ("bled", "bled"), ("motoring", "motor"), ("sing", "sing"),
        ("conflated", "conflat"), ("troubled", "troubl"), ("sized", "size"), ("hopping", "hop"), ("tanned", "tan"),
        ("falling", "fall"), ("hissing", "hiss"), ("fizzed", "fizz"), ("failing", "fail"), ("filing", "file"),
        ("happy", "happi"), ("sky", "sky"), ("relational", "relat"), ("conditional", "condit"),
        ("rational", "ration"), ("digitizer", "digit"), ("vietnamization", "vietnam"), ("operator", "oper"),
        ("decisiveness", "decis"), ("hopefulness", "hope"), ("formality", "formal"), ("sensibility", "sensibl"),
        ("triplicate", "triplic"), ("formative", "form"), ("electrical", "electr"), ("goodness", "good"),
        ("revival", "reviv"), ("allowance", "allow"), ("adjustable", "adjust"), ("replacement", "replac"),
        ("adoption", "adopt"), ("homologous", "homolog"), ("effective", "effect"), ("probate", "probat"),
        ("rate", "rate"), ("cease", "ceas"), ("controlling", "control"), ("roll", "roll"),
        // Chains of several steps.
        ("generalizations", "gener"), ("oscillators", "oscil"),
    ])
    func `published examples have their published stems`(_ word: String, _ stem: String) {
        #expect(PorterStemmer.stem(word) == stem)
    }

    @Test(arguments: ["", "a", "is", "größe", "ios17", "e_mail", "電話"])
    func `what is not an English word of three letters stays as it is`(_ word: String) {
        #expect(PorterStemmer.stem(word) == word)
    }
}
