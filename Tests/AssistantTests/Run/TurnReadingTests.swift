import Assistant
import CRDT
import Hub
import Testing

@Suite struct TurnReadingTests {
    private func reading(_ asked: String, after role: Event.MessageRole? = nil) throws -> TurnReading? {
        var request = AssistantRequest(
            ticket: Identifier(high: 2, low: 4), revision: ["a@1"], channel: "widget", asked: asked,
            reader: Library.reader())
        if let role {
            let message = OperationID(change: ChangeReference(actor: ActorID(high: 1, low: 1), number: 1), index: 0)
            request.conversation = [.init(message: message, author: .ai, role: role, body: "In four hours.")]
        }
        let stack = AssistantStack(index: LibraryIndex(try Library.shop()))
        return AssistantRun.trace(run: Identifier(high: 1, low: 4), request, stack: stack, policy: .init()).reading
    }

    @Test(
        arguments: [
            "Thanks!", "thank you so much", "Hello", "Hi there", "ok", "👍", "Danke schön!", "Merci beaucoup",
            "¡Gracias!",
            "Grazie mille", "Obrigada", "dank je wel", "Спасибо!", "Great, thanks, bye",
        ])
    func `a courtesy asks for nothing`(_ text: String) throws {
        #expect(try reading(text) == .courtesy)
        #expect(try reading(text, after: .answer) == .courtesy)
    }

    @Test(
        arguments: [
            "I want to talk to a human", "Can I speak with a real person please?", "human please", "agent",
            "Please connect me to an operator", "Ich möchte mit einem Menschen sprechen", "Mitarbeiter bitte",
            "Je veux parler à un conseiller", "Quiero hablar con una persona", "Vorrei parlare con un operatore",
            "Quero falar com um atendente", "Ik wil een medewerker spreken", "Хочу поговорить с человеком", "转人工",
            "You do not understand me, I need a human", "A person, please: my brakes squeal.", "Una persona, por favor",
        ])
    func `who asks for a person gets one`(_ text: String) throws {
        #expect(try reading(text) == .person)
    }

    @Test(
        arguments: [
            "How long does charging the battery take?", "Hello, how do I charge the battery?", "Thanks?", "battery",
            "I do not want to talk to a human", "No need to speak to an agent, just tell me the charging time",
            "Which user agent do I get in the log?", "The brakes are worn, what now",
        ])
    func `anything else is a question`(_ text: String) throws {
        #expect(try reading(text) == .question)
    }

    @Test func `a yes and a no count only where the assistant has said something`() throws {
        for text in ["Yes, that worked, thanks", "solved!", "Ja, das hat geholfen", "Sí, funciona"] {
            #expect(try reading(text, after: .answer) == .confirmation, "\(text)")
            #expect(try reading(text) == .question, "\(text)")
        }
        for text in ["No, that did not help", "didn't work", "Nein, das hat nicht geholfen", "non, ça ne marche pas"] {
            #expect(try reading(text, after: .answer) == .rejection, "\(text)")
            #expect(try reading(text) == .question, "\(text)")
        }
    }
}
