import CRDT
package import Hub
import Replica

/// One ticket, as a screen shows it.
package struct TicketView: Hashable, Sendable, Codable {
    /// A text that is being written.
    package struct ComposerView: Hashable, Sendable, Codable {
        package let kind: Draft.Kind
        /// The ticket that it is for.
        package let ticket: String
        /// Who reads it.
        package let reader: String
        package let field: FieldView
        /// The message that it answers.
        package let replyTo: MessageView.Quote?
        /// What is attached.
        package let files: [String]
        /// What the channel takes; nil when it sets no limit.
        package let limits: String?
        /// Why the channel would not take it as it stands.
        package let problem: String?
    }

    /// A sentence of the summary, with the place of its message.
    package struct BulletView: Hashable, Sendable, Codable {
        package let text: String
        package let message: Int
        package let id: String
    }

    /// The row of lists; nil until it is read.
    package let row: RowView?
    package let tags: [String]
    package let segment: String?
    package let locale: String?
    /// Who the customer is said to be, and how sure that is.
    package let assurance: Assurance?
    /// The messages; nil until they are read.
    package let messages: [MessageView]?
    /// The message under the cursor.
    package let selected: Int?
    /// The first line on the screen; nil: so that the message under the cursor is seen.
    package let scroll: Int?
    /// What stands beside the transcript.
    package let cards: [Card]
    /// Whether the cards are looked at where there is no room for both.
    package let showsCards: Bool
    /// The first line of the cards on the screen.
    package let cardsTop: Int
    /// The sentences that say most; nil unless somebody asked.
    package let summary: [BulletView]?
    /// The assistant's trace; nil unless somebody asked.
    package let trace: Card?
    package let composer: ComposerView?
    /// The beginning of the draft that waits.
    package let draft: String?
    /// The customer who writes just now, by name.
    package let writing: String?

    init(_ model: Model) {
        if let detail = model.ticket?.detail {
            self.init(detail, messages: model.ticket?.messages ?? [], in: model, open: model.ticket)
        } else {
            self.init(waitingFor: model.ticket?.row, in: model)
        }
    }

    /// What is known before the ticket is read.
    private init(waitingFor row: TicketRow?, in model: Model) {
        self.row = row.map { RowView($0, in: model) }
        (tags, segment, locale, assurance) = ([], nil, nil, nil)
        (messages, selected, scroll, cards, showsCards) = (nil, nil, nil, [], false)
        (summary, trace, draft, writing) = (nil, nil, nil, nil)
        composer = model.composer.map { Self.composer($0, reader: row?.summary.customer?.name, quote: nil, in: model) }
        cardsTop = 0
    }

    /// A ticket that was read; `open` is what is open of it.
    init(_ detail: TicketDetail, messages: [MessageView], in model: Model, open: OpenTicket? = nil) {
        let names = Names(model.choices, detail)
        row = RowView(detail.row, in: model)
        tags = detail.summary.tags.sorted()
        segment = detail.summary.segment
        locale = detail.summary.locale
        assurance = detail.ticket.assurance
        self.messages = messages
        selected = open?.selected
        scroll = open?.scroll
        cards = Card.all(of: detail, names: names, at: model.now)
        showsCards = open?.showsCards ?? false
        summary = open?.summary.map { summary in
            summary.bullets.map { BulletView(text: $0.text, message: $0.message, id: $0.id.description) }
        }
        trace = open?.trace
        cardsTop = open?.cardsTop ?? 0
        let composer = open == nil ? nil : model.composer
        self.composer = composer.map { composer in
            let quoted = composer.replyTo.flatMap { id in messages.first { $0.id == id.description } }
            return Self.composer(
                composer, reader: detail.summary.customer.flatMap { $0.name ?? $0.addresses.first },
                quote: quoted.map { MessageView.Quote(author: $0.author, text: $0.plainText.prefixLine) }, in: model)
        }
        writing = open?.writing.first.map { names.name(of: Author(kind: .customer, id: $0)) }
        draft =
            composer == nil
            ? model.drafts[detail.ticket.id].map { draft in
                draft.text.isEmpty ? (draft.files ?? []).map(\.name).joined(separator: ", ") : draft.text.prefixLine
            } : nil
    }

    private static func composer(
        _ composer: Composer, reader: String?, quote: MessageView.Quote?, in model: Model
    ) -> ComposerView {
        ComposerView(
            kind: composer.kind, ticket: composer.name,
            reader: composer.kind == .reply ? reader ?? "the customer" : "the team", field: FieldView(composer.field),
            replyTo: quote, files: composer.files.map(\.shown),
            limits: model.channel.flatMap { channel in
                channel.capabilities.limits(for: composer.field.text.trimmed).map { "\(channel.name): \($0)" }
            }, problem: model.channelProblem)
    }
}
