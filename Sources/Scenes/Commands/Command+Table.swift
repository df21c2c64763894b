extension Command {
    private static let lists: [SceneName] = [.landing, .tickets]
    private static let onTickets: [SceneName] = [.tickets, .ticket]
    private static let reading: [SceneName] = [.landing, .tickets, .ticket]

    /// Every command there is; keys, hint line, palette, help and manual are made from it.
    package static let all: [Command] =
        everywhere + moving + inInbox + onTicket + inTicket + inComposer + onLanding

    /// The command of a name.
    package static func named(_ id: CommandID) -> Command {
        guard let command = byID[id] else { preconditionFailure("every command has its row in the table") }
        return command
    }

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    private static let everywhere = [
        Command(
            .palette, "Commands", "Find any command by its name, its description or its key.", keys: [":", "ctrl-p"],
            in: SceneName.allCases, hint: 90),
        Command(
            .help, "Help", "List every command that can be given here, with its key.", keys: ["?", "f1"],
            in: SceneName.allCases, hint: 91),
        Command(.landing, "Landing page", "Figures, blocked tickets, what happened last.", keys: ["H"], in: reading),
        Command(.inbox, "Inbox", "The list of tickets, as it was left.", keys: ["I"], in: reading),
        Command(
            .back, "Back", "Leave what is open, or what is marked.", keys: ["esc"], in: SceneName.allCases,
            hint: 80),
        Command(
            .quit, "Quit", "End the program; what was sent and is still held back is sent first.",
            keys: ["q", "ctrl-c"], in: reading),
        Command(
            .suspend, "Suspend", "Go back to the shell; `fg` comes back here.", keys: ["ctrl-z"],
            in: SceneName.allCases),
        Command(
            .undo, "Undo", "Take back the reply that is still held back, or the last change of tickets.", keys: ["u"],
            in: reading, hint: 5),
        Command(.sync, "Sync now", "Exchange what is new with the server at once.", keys: ["Y"], in: reading),
        Command(
            .mouse, "Mouse on or off", "Off, the terminal selects text itself; with Shift it does so at any time.",
            keys: ["M"], in: reading),
        Command(
            .theme, "Theme", "Colours for dark or light backgrounds, or as the terminal says.", keys: ["T"],
            in: reading),
    ]

    private static let moving = [
        Command(.next, "Down", "The next row or message.", keys: ["down", "j"], in: reading),
        Command(.previous, "Up", "The row or message before.", keys: ["up", "k"], in: reading),
        Command(.pageDown, "Page down", "A screen further.", keys: ["page-down", "ctrl-d"], in: reading),
        Command(.pageUp, "Page up", "A screen back.", keys: ["page-up", "ctrl-u"], in: reading),
        Command(.first, "First", "The first row or message.", keys: ["home", "g"], in: reading),
        Command(.last, "Last", "The last row or message.", keys: ["end", "G"], in: reading),
        Command(
            .open, "Open", "Open the ticket, or what the row stands for.", keys: ["enter", "o"], in: lists,
            hint: 10),
    ]

    private static let inInbox = [
        Command(
            .search, "Search", "Words, and conditions such as customer:, source:, status:, is:, -term, \"phrase\".",
            keys: ["/"], in: [.tickets], hint: 20),
        Command(
            .filter, "Filter", "Choose values of a field; any of them, and all fields together.", keys: ["f"],
            in: [.tickets], hint: 21),
        Command(
            .clearFilters, "Clear filters", "Show open tickets again, without any further condition.", keys: ["F"],
            in: [.tickets]),
        Command(.sort, "Sort", "Choose what the list is ordered by.", keys: ["s"], in: [.tickets], hint: 22),
        Command(
            .presets, "Saved filters", "Go to a filter that you or the team saved.", keys: ["v"], in: [.tickets],
            hint: 23),
        Command(
            .savePreset, "Save filter", "Save the conditions and the order under a name.", keys: ["V"],
            in: [.tickets]),
        Command(
            .deletePreset, "Delete saved filter", "Put a saved filter away, for yourself or for the team.", keys: ["D"],
            in: [.tickets]),
        Command(
            .nextStatus, "Next status", "Open, pending, resolved, snoozed, all.", keys: ["tab", "right"],
            in: [.tickets]),
        Command(
            .previousStatus, "Previous status", "The same, the other way round.", keys: ["shift-tab", "left"],
            in: [.tickets]),
        Command(.mine, "Mine", "Only tickets that you own, or all again.", keys: ["1"], in: [.tickets]),
        Command(
            .unassigned, "Unassigned", "Only tickets that nobody owns, or all again.", keys: ["2"],
            in: [.tickets]),
        Command(
            .waiting, "Waiting", "Only where the customer has the last word, or all again.", keys: ["3"],
            in: [.tickets]),
        Command(
            .unread, "Unread", "Only what holds something you have not seen, or all again.", keys: ["4"],
            in: [.tickets]),
        Command(
            .escalated, "Escalated", "Only what the assistant handed over, or all again.", keys: ["5"],
            in: [.tickets]),
        Command(
            .atRisk, "SLA at risk", "Only clocks at risk or breached, or all again.", keys: ["6"],
            in: [.tickets]),
        Command(
            .byAI, "AI alone", "Only what the assistant resolved by itself, or all again.", keys: ["7"],
            in: [.tickets]),
        Command(
            .refresh, "Order anew", "Bring rows into their order and drop those that left the list.", keys: ["R"],
            in: [.tickets]),
        Command(
            .mark, "Mark", "Mark the ticket for what is done to several at once.", keys: ["space", "x"],
            in: [.tickets]),
        Command(
            .markAll, "Mark all", "Mark every ticket that the list finds at this moment.", keys: ["A"],
            in: [.tickets]),
    ]

    private static let onTicket = [
        Command(.reply, "Reply", "Write to the customer.", keys: ["r"], in: onTickets, hint: 11),
        Command(.note, "Note", "Write to the team; the customer never sees it.", keys: ["n"], in: onTickets, hint: 12),
        Command(.take, "Take", "Make yourself the owner.", keys: ["m"], in: onTickets, hint: 15),
        Command(.assign, "Assign", "Choose the owner.", keys: ["a"], in: onTickets, hint: 13),
        Command(.resolve, "Resolve", "Say that it is done.", keys: ["d"], in: onTickets, hint: 14),
        Command(.pending, "Pending", "Wait for the customer.", keys: ["p"], in: onTickets),
        Command(.reopen, "Open again", "Set the status to open, and wake it.", keys: ["O"], in: onTickets),
        Command(.snooze, "Snooze", "Hide it until a time.", keys: ["z"], in: onTickets, hint: 16),
        Command(
            .escalate, "Escalate", "Hand it over to another queue, with the reason.", keys: ["e"], in: onTickets,
            hint: 17),
        Command(.priority, "Priority", "Choose how urgent it is.", keys: ["!"], in: onTickets),
        Command(.move, "Move", "Place it in another queue.", keys: ["b"], in: onTickets),
        Command(
            .copy, "Copy", "Put the ticket's name, the chosen message or an address into the clipboard.", keys: ["y"],
            in: onTickets),
    ]

    private static let inTicket = [
        Command(.nextTicket, "Next ticket", "The next one of the list.", keys: ["]", "right"], in: [.ticket]),
        Command(
            .previousTicket, "Previous ticket", "The one before it in the list.", keys: ["[", "left"],
            in: [.ticket]),
        Command(
            .quote, "Answer message", "Write an answer to the chosen message, which quotes it.", keys: [">"],
            in: [.ticket]),
        Command(
            .sendAgain, "Send again", "Ask the server to send again what did not reach the customer.", keys: ["S"],
            in: [.ticket]),
        Command(
            .summarize, "Summarize", "Sentences of the transcript that say most, each with its message.",
            keys: ["c"], in: [.ticket], hint: 18),
        Command(
            .trace, "AI trace", "What the assistant decided and why, what it found and what it left out.", keys: ["i"],
            in: [.ticket]),
        Command(
            .cards, "Cards",
            "Customer, service levels, history: paging goes through them, and narrow screens show them instead.",
            keys: ["tab"], in: [.ticket], hint: 19),
    ]

    private static let inComposer = [
        Command(
            .send, "Send", "Send it in a few seconds; until then undo takes it back.", keys: ["ctrl-s"],
            in: [.composer], hint: 1),
        Command(
            .sendPending, "Send, pending", "Send it and wait for the customer.", keys: ["alt-p"], in: [.composer],
            hint: 2),
        Command(
            .sendResolve, "Send, resolve", "Send it and resolve the ticket.", keys: ["alt-d"], in: [.composer],
            hint: 3),
        Command(
            .editor, "Editor", "Go on writing in $VISUAL or $EDITOR.", keys: ["ctrl-x ctrl-e"], in: [.composer],
            hint: 4),
        Command(
            .cannedText, "Canned text", "Insert a snippet of the library.", keys: ["ctrl-t"], in: [.composer],
            hint: 6),
        Command(.mention, "Mention", "Call a teammate by name.", keys: ["@"], in: [.composer]),
        Command(
            .attach, "Attach", "Attach a file; it leaves with the message, whenever there is a network.",
            keys: ["alt-a"], in: [.composer], hint: 5),
        Command(.detach, "Take file away", "Do not attach a file after all.", keys: ["alt-r"], in: [.composer]),
        Command(
            .switchKind, "Reply or note", "Make a note of the reply, or a reply of the note.", keys: ["ctrl-o"],
            in: [.composer], hint: 7),
        Command(.discard, "Discard", "Throw the draft away.", keys: ["alt-x"], in: [.composer]),
    ]

    private static let onLanding = [
        Command(
            .nextPart, "Next part", "Blocked tickets, the three lists, recent edits.", keys: ["tab", "right"],
            in: [.landing], hint: 20),
        Command(
            .previousPart, "Previous part", "The same, the other way round.", keys: ["shift-tab", "left"],
            in: [.landing]),
        Command(
            .window, "Window", "Choose the time that the figures are about.", keys: ["w"], in: [.landing],
            hint: 21),
        Command(
            .viewAll, "View all", "Show every ticket of this part in the inbox.", keys: ["v"], in: [.landing],
            hint: 22),
        Command(.unblock, "Unblock", "Do what lets the blocked ticket go on.", keys: ["b"], in: [.landing], hint: 23),
        Command(
            .revert, "Revert", "Take the edit back by a new version; nothing of the history is lost.",
            keys: ["x"], in: [.landing], hint: 24),
    ]
}
