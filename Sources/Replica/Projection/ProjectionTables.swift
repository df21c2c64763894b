/// The projection tables that hold rows of a root.
enum ProjectionTables {
    static let ticket = RowTable(
        "ticket",
        [
            "row", "updated", "number", "handle", "conversation", "topic", "subject", "first_line", "customer",
            "customer_id",
            "customer_name", "customer_addresses", "is_verified", "tags", "reasons", "is_locked", "merged_into",
            "resolver", "message_count", "note_count", "reopen_count", "first_reply", "first_human_reply",
            "confidence", "sequence", "pending_count", "parked_count",
        ]
    )
    static let ticketList = RowTable(
        "ticket_list",
        [
            "row", "updated", "id", "created", "number", "status", "priority", "channel", "source", "queue", "owner",
            "segment", "locale", "has_customer", "tag_bits", "has_reasons", "is_spam", "is_unread", "waiting",
            "snoozed_until", "escalated", "sla", "sla_until", "sla_at_risk", "sla_last_met", "sla_due", "breached",
            "badge", "badge_at", "badge_later",
        ]
    )
    static let message = RowTable(
        "message",
        [
            "row", "ordinal", "visibility", "actor", "number", "position", "author_kind", "author", "role",
            "is_automatic", "sent", "body", "is_deleted", "is_edited", "reply_to", "drafted_by", "external",
            "reactions", "attachments",
        ]
    )
    static let event = RowTable(
        "event",
        [
            "row", "ordinal", "actor", "number", "position", "occurred", "accepted", "author_kind", "author", "action",
            "is_superseded", "kind", "value", "detail",
        ]
    )
    static let undelivered = RowTable("undelivered", ["row", "ordinal", "message", "entry", "reason", "failed"])
    static let person = RowTable("person", ["row", "name", "addresses", "company", "locale", "merged_into"])
    static let company = RowTable("company", ["row", "name", "domains", "segment"])
    static let article = RowTable(
        "article",
        [
            "row", "kind", "title", "body", "language", "audience", "requires_verified", "state", "is_on",
            "is_published", "scheduled", "version_count", "updated", "pending_count", "parked_count",
        ]
    )
    static let guidance = RowTable(
        "guidance", ["row", "name", "priority", "audience", "channels", "is_on", "rule_count"]
    )
    static let setting = RowTable("setting", ["row", "name", "value"])
    static let discussion = RowTable("discussion", ["row", "title", "visibility", "owner", "message_count"])
    static let discussionLink = RowTable("discussion_link", ["row", "scope", "target", "role"])
    static let preset = RowTable("preset", ["row", "name", "query", "owner", "rank", "is_archived"])

    /// Those that are emptied by the number of the root alone.
    static let removable = [
        ticket, message, event, undelivered, person, company, article, guidance, setting, discussion, discussionLink,
        preset,
    ]
}
