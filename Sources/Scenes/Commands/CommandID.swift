/// Everything that can be done, by its stable name: what keys, palette, help and the map of own keys refer to.
package enum CommandID: String, Hashable, Sendable, Codable, CaseIterable {
    // Everywhere.
    case palette, help, landing, inbox, back, quit, suspend, undo, sync, mouse, theme
    // The list, and lists on the landing page.
    case next, previous
    case pageDown = "page-down"
    case pageUp = "page-up"
    case first, last, open
    // The inbox.
    case search, filter
    case clearFilters = "clear-filters"
    case sort, presets
    case savePreset = "save-preset"
    case deletePreset = "delete-preset"
    case nextStatus = "next-status"
    case previousStatus = "previous-status"
    case mine, unassigned, waiting, unread, escalated
    case atRisk = "at-risk"
    case byAI = "by-ai"
    case refresh, mark
    case markAll = "mark-all"
    // A ticket, or the marked ones.
    case reply, note, assign, take, resolve, pending, reopen, snooze, escalate, priority, move, copy
    // The ticket that is open.
    case nextTicket = "next-ticket"
    case previousTicket = "previous-ticket"
    case quote
    case sendAgain = "send-again"
    case summarize, trace, cards
    // A text that is being written.
    case send
    case sendPending = "send-pending"
    case sendResolve = "send-resolve"
    case editor
    case cannedText = "canned-text"
    case mention, attach, detach
    case switchKind = "switch-kind"
    case discard
    // The landing page.
    case nextPart = "next-part"
    case previousPart = "previous-part"
    case window
    case viewAll = "view-all"
    case unblock, revert
}
