import Hub
import Replica

extension Model {
    /// What of the current ticket can be put into the clipboard.
    var copies: [(choice: Picker.Choice, text: String)] {
        guard let ticket = current?.summary else { return [] }
        var texts = [("number", "The ticket's name", ticket.shownName)]
        if let message = self.ticket?.message?.message, place == .ticket {
            texts.append(("message", "The chosen message", message.body))
        }
        if let address = ticket.customer?.addresses.first {
            texts.append(("customer", "The customer's address", address))
        }
        if let url = self.ticket?.detail?.ticket.source.url, place == .ticket {
            texts.append(("link", "The link to where it came from", url))
        }
        // It names the ticket on every machine of the team, whatever is numbered yet.
        texts.append(("command", "The command that shows it", "conv-agent show \(ticket.id)"))
        texts.append(("id", "The ticket's identifier", ticket.id.description))
        return texts.map { id, title, words in
            // What is copied may be pasted into a shell, which obeys what a terminal would.
            let text = Plain.block(words)
            let isLong = text.utf8.count > copyByteCountMax ?? 0
            return (
                Picker.Choice(
                    id: id, title: title, detail: text.prefixLine,
                    obstacle: isLong ? "The text is longer than terminals take for the clipboard." : nil), text
            )
        }
    }

    mutating func openCopying() -> [Effect] {
        picker = Picker(purpose: .copying, title: "Copy", choices: copies.map(\.choice))
        return []
    }
}
