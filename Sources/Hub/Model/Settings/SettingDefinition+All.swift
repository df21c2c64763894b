internal import CRDT

extension SettingDefinition {
    /// Every setting there is.
    public static let all: [SettingDefinition] =
        workspace + channels + capabilities + assistant + widget + content + businessHours + serviceLevels + queues
        + retention

    private static let workspace: [SettingDefinition] = [
        .init(.workspace, "workspace.name", .text(scalarsMax: 200), nil, "The workspace's name."),
        .init(
            .workspace, "workspace.zone", .text(scalarsMax: 64), "UTC",
            "The time zone of lists and figures, as IANA names it."),
        .init(.workspace, "workspace.language", .text(scalarsMax: 35), "en", "The team's language, as BCP 47."),
        .init(
            .workspace, "workspace.hours", .text(scalarsMax: 100), nil,
            "The business hours that business times count in; none counts every hour."),
    ]

    private static let channels: [SettingDefinition] = [
        .init(.channels, "channel.*.on", .bool, true, "Whether the channel takes new conversations."),
        .init(.channels, "channel.*.ingest", .bool, true, "Whether messages come in."),
        .init(.channels, "channel.*.ai_replies", .bool, true, "Whether the AI's replies go out."),
        .init(.channels, "channel.*.human_replies", .bool, true, "Whether people's replies go out."),
        .init(.channels, "channel.*.files", .bool, true, "Whether files are mirrored."),
        .init(.channels, "channel.*.reactions", .bool, true, "Whether reactions are mirrored."),
        .init(.channels, "channel.*.internal_mirror", .bool, false, "Whether notes are mirrored to a team channel."),
        .init(
            .channels, "channel.*.queue", .text(scalarsMax: 100), "general", "The queue that new tickets are placed in."
        ),
        .init(
            .channels, "channel.*.owner_strategy", .choice(["none", "round_robin", "least_loaded", "account_owner"]),
            "none", "Who owns a new ticket; without an owner it waits in its queue."
        ),
        .init(
            .channels, "channel.*.priority", .choice(["low", "normal", "high", "urgent"]), "normal",
            "The priority of new tickets."),
        .init(
            .channels, "channel.*.playbook", .text(scalarsMax: 100), nil, "The guidance pack that escalations follow."),
        .init(
            .channels, "channel.*.reopen_days", .integer(0...365), nil,
            "For how many days after resolving a customer's message reopens the ticket; 14, and 30 for email, when unset."
        ),
    ]

    /// What a channel can do, as its adapter says; without a format a channel has no such record.
    private static let capabilities: [SettingDefinition] = [
        .init(
            .channels, "channel.*.format", .choice(ChannelCapabilities.Format.allCases.map(\.rawValue)), nil,
            "The notation that the channel shows."),
        .init(.channels, "channel.*.can_edit", .bool, nil, "Whether sent words can be changed."),
        .init(.channels, "channel.*.can_delete", .bool, nil, "Whether a sent message can be taken away."),
        .init(.channels, "channel.*.can_react", .bool, nil, "Whether the channel shows reactions."),
        .init(.channels, "channel.*.can_type", .bool, nil, "Whether the channel shows that somebody is typing."),
        .init(
            .channels, "channel.*.file_bytes_max", .integer(0...(1 << 40)), nil,
            "The largest file that the channel takes, in bytes; 0: none."),
        .init(
            .channels, "channel.*.length_max", .integer(1...1_000_000), nil,
            "The longest message that the channel takes, in characters."),
        .init(
            .channels, "channel.*.deduplicates", .bool, nil,
            "Whether the channel drops a message that it is sent twice."),
    ]

    private static let assistant: [SettingDefinition] = [
        .init(
            .assistant, "assistant.on", .bool, true,
            "The switch for all of the AI; off works before the next message goes out."),
        .init(.assistant, "assistant.channel.*.on", .bool, true, "Whether the AI is on for the channel."),
        .init(
            .assistant, "assistant.channel.*.threshold", .number(0...1), 0.7,
            "The calibrated probability from which the AI answers on its own."),
        .init(
            .assistant, "assistant.channel.*.fallback",
            .choice(["hand_off", "clarify_once", "collect_contact", "suggest_articles", "stay_silent"]), "hand_off",
            "What the AI does below the threshold."
        ),
        .init(
            .assistant, "assistant.channel.*.offer_threshold", .number(0...1), 0.25,
            "The calibrated probability from which the AI offers articles to choose from."),
        .init(
            .assistant, "assistant.channel.*.notice", .choice(["visible", "silent"]), "visible",
            "Whether the customer is told that a person takes over."),
        .init(
            .assistant, "assistant.channel.*.turns_max", .integer(1...100), 8,
            "After how many messages of the AI in an episode people take over."),
        .init(
            .assistant, "assistant.runs_per_hour", .integer(0...1_000_000), 10_000,
            "How many questions the AI takes in an hour; what goes beyond is handed over."),
        .init(
            .assistant, "assistant.rollout.name", .text(scalarsMax: 100), "all",
            "The name of the rollout; another name deals the customers anew."),
        .init(
            .assistant, "assistant.rollout.percent", .number(0...100), 100,
            "The share of the customers that the AI answers; the others are the hold-out."),
        .init(
            .assistant, "assistant.quiet.*", .duration, nil,
            "How long a channel is quiet until an answer counts as assumed contained; 24h, and 72h for email, when unset."
        ),
        .init(
            .assistant, "assistant.retraction_days", .integer(0...90), 7,
            "For how many days a return takes the credit back."),
    ]

    private static let widget: [SettingDefinition] = [
        .init(.widget, "widget.origin.*.url", .text(scalarsMax: 300), nil, "The origin of a site: scheme, host, port."),
        .init(.widget, "widget.origin.*.on", .bool, false, "Whether the widget runs on the origin."),
        .init(.widget, "widget.greeting.*", .text(scalarsMax: 2000), nil, "The greeting in a language."),
        .init(.widget, "widget.theme.accent", .color, "#1f5fbf", "The colour of buttons and the launcher."),
        .init(.widget, "widget.theme.background", .color, "#ffffff", "The colour behind the messages."),
        .init(
            .widget, "widget.theme.mode", .choice(["auto", "light", "dark"]), "auto",
            "Light with the colours set here, dark, or as the visitor's system has it."),
        .init(
            .widget, "widget.position", .choice(["end", "start"]), "end",
            "The corner: at the end of a line, which is right in English, or at its start."),
        .init(
            .widget, "widget.assistant_name", .text(scalarsMax: 100), nil,
            "What visitors see as the AI's name, always beside the word assistant."),
        .init(
            .widget, "widget.identity.required", .bool, true,
            "Whether a page that names a user without proof is refused; otherwise the name counts as a claim."),
        .init(
            .widget, "widget.fingerprint", .bool, false,
            "Whether a page may hand over an opaque mark by which it recognises a visitor."),
        .init(.widget, "widget.files.count", .integer(0...10), 5, "How many files a message may have; 0: none."),
        .init(.widget, "widget.files.megabytes", .integer(1...25), 10, "How many megabytes a file may have."),
        .init(.widget, "widget.sample", .bool, true, "Whether the server shows a page to try the widget on."),
        .init(
            .widget, "widget.launcher", .choice(["bubble", "tab", "hidden"]), "bubble",
            "What opens the widget; hidden leaves that to the page."),
        .init(.widget, "widget.delay_seconds", .integer(0...600), 0, "After how many seconds the launcher appears."),
    ]

    private static let content: [SettingDefinition] = [
        .init(
            .content, "content.needs_approval", .bool, true,
            "Whether publishing an article needs the approval of another person."),
        .init(
            .content, "guidance.needs_approval", .bool, false,
            "Whether switching a guidance pack on needs the approval of another person."),
    ]

    private static let businessHours: [SettingDefinition] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map { day in
            let isWeekend = day.hasPrefix("s")
            return .init(
                .businessHours, "hours.*.\(day)", .openingTimes, isWeekend ? "closed" : "09:00-17:00",
                "When a schedule is open on \(day.prefix(1).uppercased() + day.dropFirst()).")
        } + [
            .init(
                .businessHours, "hours.*.zone", .text(scalarsMax: 64), "UTC",
                "The schedule's time zone, as IANA names it."),
            .init(
                .businessHours, "hours.*.holiday.*", .bool, false,
                "Whether a date, written 2026-12-24, is a holiday: closed all day."),
        ]

    private static let serviceLevels: [SettingDefinition] =
        [
            .init(
                .serviceLevels, "policy.*.rank", .number(-1e9...1e9), 0,
                "The policies are tried by ascending rank; the first that matches counts."),
            .init(
                .serviceLevels, "policy.*.channels", .text(scalarsMax: 1000), "",
                "The channels that the policy is for, joined by commas; empty: all."),
            .init(
                .serviceLevels, "policy.*.segments", .text(scalarsMax: 1000), "",
                "The customers' segments that the policy is for, joined by commas; empty: all."),
            .init(
                .serviceLevels, "policy.*.priorities", .text(scalarsMax: 100), "",
                "The priorities that the policy is for (low, normal, high, urgent), joined by commas; empty: all."),
            .init(
                .serviceLevels, "policy.*.schedule", .text(scalarsMax: 100), nil,
                "The business hours that count; none counts every hour."),
            .init(
                .serviceLevels, "policy.*.ai_answers", .bool, true,
                "Whether an answer of the AI meets the first and next response."),
            .init(
                .serviceLevels, "policy.*.fresh_on_reopen", .bool, false,
                "Whether reopening starts the resolution clock anew."),
        ]
        + ["first_response", "next_response", "hand_off_response", "resolution"].map { clock in
            .init(
                .serviceLevels, "policy.*.\(clock)", .duration, nil,
                "The target of this clock; without one it does not run.")
        }

    private static let queues: [SettingDefinition] = [
        .init(.queues, "queue.*.name", .text(scalarsMax: 200), nil, "The queue's name."),
        .init(.queues, "queue.*.archived", .bool, false, "Whether the queue takes no more tickets."),
        .init(.queues, "queue.*.default_owner", .text(scalarsMax: 100), nil, "Who owns tickets that nobody else does."),
    ]

    private static let retention: [SettingDefinition] = [
        .init(
            .retention, "retention.transcripts_days", .integer(0...36500), 0,
            "After how many days transcripts leave replicas; 0: never."),
        .init(
            .retention, "retention.files_days", .integer(0...36500), 0,
            "After how many days files leave replicas; 0: never."),
        .init(
            .retention, "retention.traces_days", .integer(0...36500), 0,
            "After how many days the AI's traces, which quote customers, are erased everywhere; 0: never."),
        .init(
            .retention, "retention.lock_days", .integer(0...3650), 0,
            "After how many days without contact a replica locks itself; 0: never."),
    ]
}
