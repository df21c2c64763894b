package import Hub

/// What the workspace wants done outside of itself.
package enum Effect: Hashable, Sendable {
    /// Finds rows of the list.
    case loadTickets(TicketRequest)
    /// Finds every ticket of a query, so that «all» means those of this instant.
    case loadIdentifiers(Query)
    /// Reads a ticket.
    case loadTicket(Identifier, TicketPurpose)
    /// Marks a ticket as seen.
    case markRead(Identifier)
    /// Reads the lists of the landing page.
    case loadLanding
    /// Counts the figures of the landing page.
    case loadTiles(Landing.Window)
    /// Reads what choices are made of.
    case loadChoices
    /// Reads and counts the values of a field among what a query finds.
    case loadValues(Filter.Field, Query)
    /// Reads what a typed path can become.
    case loadPaths(String)
    /// Keeps a copy of a file for the text that is being written.
    case attach(String, to: Identifier)
    /// Reads the drafts that are on disk.
    case loadDrafts
    /// Keeps a draft on disk.
    case saveDraft(Draft)
    /// Forgets a draft, or one that is held back.
    case dropDraft(Identifier, isHeld: Bool = false)
    /// Reads how the replica stands.
    case loadStanding
    /// Writes to tickets; what it takes back is known from what they were when it is written.
    case write([TicketChange], title: String, isUndoable: Bool)
    /// Asks to send again what did not reach a ticket's customer.
    case resend(Identifier, name: String)
    /// Approves an article as it stands.
    case approve(Identifier, title: String)
    /// Writes a message that was held back, and forgets its draft.
    case deliver(HeldMessage)
    /// Saves a filter.
    case savePreset(name: String, query: Query, isShared: Bool)
    /// Puts a saved filter away.
    case removePreset(Identifier, name: String)
    /// Takes an edit back.
    case revert(RecentEdit)
    /// Lets somebody write in an editor.
    case edit(String)
    /// Puts text into the clipboard.
    case copy(String)
    /// Exchanges what is new with the server.
    case sync
    /// Takes the mouse, or gives it back.
    case setMouse(Bool)
    /// Changes the colours.
    case setTheme(Model.Theme)
    /// Stops the program until its shell continues it.
    case suspend
    /// Waits until everything that is to be written is written, then says so.
    case finish
    /// Ends the program.
    case quit

    /// What an effect is for: a newer one of the same purpose takes the place of an older one.
    package enum Purpose: Hashable, Sendable {
        case tickets, identifiers, preview, open, landing, tiles, choices, values, paths, drafts, standing
        /// Writing stands in line and is never given up.
        case writing
        case editor, sync, terminal
    }

    /// What the effect is for.
    package var purpose: Purpose {
        switch self {
        case .loadTickets: .tickets
        case .loadIdentifiers: .identifiers
        case .loadTicket(_, .open): .open
        case .loadTicket(_, .preview): .preview
        case .loadLanding: .landing
        case .loadTiles: .tiles
        case .loadChoices: .choices
        case .loadValues: .values
        case .loadPaths: .paths
        case .loadDrafts: .drafts
        case .loadStanding: .standing
        case .markRead, .saveDraft, .dropDraft, .write, .resend, .approve, .deliver, .attach, .savePreset,
            .removePreset,
            .revert:
            .writing
        case .edit: .editor
        case .sync: .sync
        case .copy, .setMouse, .setTheme, .suspend, .finish, .quit: .terminal
        }
    }
}
