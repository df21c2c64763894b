import TestSupport
import Testing

@testable import Assistant

@Suite struct SecretsTests {
    @Test(
        arguments: [
            ("My key is sk-proj-Ab12Cd34Ef56Gh78Ij90.", "My key is ****.", SecretKind.apiKey),
            ("token=ghp_0123456789abcdefghijABCDEFGHIJ012345", "token=****", .apiKey),
            ("AKIAIOSFODNN7EXAMPLE does not work", "**** does not work", .apiKey),
            ("(xoxb-1234567890-abcdefghijkl)", "(****)", .apiKey),
            (
                "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P, help",
                "Bearer ****, help", .token
            ),
            ("Password: wolpertinger\nIt fails.", "Password: ****\nIt fails.", .password),
            ("Mein Passwort: Wolper-7! geht nicht", "Mein Passwort: **** geht nicht", .password),
            ("user=mira pwd = hunter2 host=db", "user=mira pwd = **** host=db", .password),
            ("Votre mot de passe : secret", "Votre mot de passe : ****", .password),
            ("Pay to DE89 3704 0044 0532 0130 00 please", "Pay to DE** **** **** **** **30 00 please", .account),
            ("IBAN GB82WEST12345698765432.", "IBAN GB****************5432.", .account),
            ("nl91 abna 0417 1643 00", "nl** **** **** **43 00", .account),
            (
                "Here:\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----\nThanks",
                "Here:\n****\nThanks", .privateKey
            ),
            ("-----BEGIN PRIVATE KEY-----\nMIIEow", "****", .privateKey),
            ("My card 4111 1111 1111 1111 was charged", "My card **** **** **** 1111 was charged", .card),
        ]
    ) func `what is a secret by its form is hidden, and its kind is known`(
        text: String, expected: String, kind: SecretKind
    ) {
        let secrets = Secrets(hiding: text)
        #expect(secrets.text == expected)
        #expect(secrets.kinds == [kind])
    }

    @Test(arguments: [
        "Order 4111111111111112 of 2026-11-25 12:30, phone +49 30 1234567-89, version 1.20.3",
        "Invoice DE12345678, VAT DE 123 456 789, parcel 00340434161094042557",
        "DE89 3704 0044 0532 0130 01 has a wrong check digit", "Password: how do I change it?",
        "How do I reset my password?", "I forgot my password: can't log in", "What does sk-learn have to do with it?",
        "The file is at docs.example.com/eyJ/index.html",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "The password-reset: mail never came", "Größe: 42, Preis: 19,99 €", "compassword: abc", "",
    ]) func `ordinary words and numbers stay`(text: String) {
        let secrets = Secrets(hiding: text)
        #expect(secrets.text == text)
        #expect(secrets.kinds.isEmpty)
    }

    @Test func `whatever the bytes, a text comes back, and hidden once is hidden for good`() {
        let parts = [
            "password", ":", " ", "\n", "=", "sk-", "-----BEGIN ", "PRIVATE KEY", "-----END ", "DE89", "3704", "é",
            "4111",
            "eyJ", ".", "ghp_0123456789abcdef", "\"", "-",
        ]
        for seed in UInt64(1)...3000 {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 0...12, using: &random))
                .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            let once = Secrets(hiding: text).text
            #expect(Secrets(hiding: once).text == once, "seed \(seed): \(text)")
        }
    }
}
