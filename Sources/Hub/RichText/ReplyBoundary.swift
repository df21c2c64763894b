/// The marks by which mail programs set off what is not new: attributions, header blocks, separators, signatures.
enum ReplyBoundary {
    private static let attributionLinesMax = 4
    private static let attributionLineBytesMax = 300
    private static let attributionStarts = ["On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ", "Den ", "Dne ", "W dniu "]
    private static let wrote = [
        "wrote", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "escreveu", "skrev", "napsal", "napisał",
        "написал", "пишет", "kirjoitti", "írta", "yazdı", "写道", "書きました",
    ]
    private static let originalMessages = [
        "original message", "ursprüngliche nachricht", "message d'origine", "message original", "mensaje original",
        "messaggio originale", "oorspronkelijk bericht", "mensagem original", "original-nachricht",
    ]
    private static let headerNames: Set<String> = [
        "from", "sent", "to", "cc", "subject", "date", "reply-to", "von", "gesendet", "an", "betreff", "datum", "de",
        "envoyé", "à", "objet", "enviado", "para", "asunto", "assunto", "da", "inviato", "a", "oggetto", "van",
        "verzonden", "aan", "onderwerp", "fecha", "data",
    ]
    private static let senderNames: Set<String> = ["from", "von", "de", "da", "van"]
    private static let mobileSignatures = [
        "Sent from my ", "Sent from Mail for ", "Sent from Outlook", "Get Outlook for ", "Von meinem ",
        "Gesendet von meinem ", "Envoyé de mon ", "Enviado desde mi ", "Enviado do meu ", "Inviato da ",
        "Inviato dal mio ", "Verzonden vanaf mijn ", "Verstuurd vanaf mijn ",
    ]

    /// Where an attribution ("On … somebody wrote:") that begins at `start` ends; nil when none begins there.
    static func attributionEnd(in lines: [ReplyLine], at start: Int) -> Int? {
        let first = lines[start].trimmed
        let isNumbered = first.utf8.first.map { (48...57).contains($0) } == true
        guard isNumbered || attributionStarts.contains(where: { first.hasPrefix($0) }) else { return nil }
        for index in start..<min(start + attributionLinesMax, lines.count) {
            let line = lines[index]
            // It may be broken over lines, but not by an empty line or a quote.
            if line.isBlank || line.isQuoted || line.trimmed.utf8.count > attributionLineBytesMax { return nil }
            guard line.trimmed.hasSuffix(":") else { continue }
            let attribution = lines[start...index].map(\.trimmed).joined(separator: " ")
            let hasDigit = attribution.utf8.contains { (48...57).contains($0) }
            return hasDigit && wrote.contains { attribution.contains($0) } ? index + 1 : nil
        }
        return nil
    }

    /// True when nothing from this line on is new.
    static func endsReply(in lines: [ReplyLine], at index: Int) -> Bool {
        let line = lines[index]
        if line.isBlank { return false }
        return isSignature(in: lines, at: index) || isOriginalMessage(line.trimmed)
            || isHeaderBlock(in: lines, at: index)
            || isRuleBeforeHistory(in: lines, at: index)
    }

    private static func isSignature(in lines: [ReplyLine], at index: Int) -> Bool {
        let line = lines[index]
        if line.text == "--" || line.text == "-- " { return true }
        guard mobileSignatures.contains(where: { line.trimmed.hasPrefix($0) }) else { return false }
        // A sentence that begins like it goes on with punctuation or many words.
        let words = line.trimmed.split(separator: " ").count
        return words <= 8 && !line.trimmed.contains { ",.;!?".contains($0) }
    }

    private static func isOriginalMessage(_ line: String) -> Bool {
        guard line.hasPrefix("--"), line.utf8.count < 100 else { return false }
        let words = line.drop { $0 == "-" || $0 == " " }.lowercased()
        return originalMessages.contains { words.hasPrefix($0) }
    }

    /// "From: …" with two more headers in the lines below it, as Outlook writes above what is answered.
    private static func isHeaderBlock(in lines: [ReplyLine], at index: Int) -> Bool {
        guard let name = headerName(lines[index].trimmed), senderNames.contains(name) else { return false }
        return lines[(index + 1)...].prefix(6).count { headerName($0.trimmed) != nil } >= 2
    }

    private static func headerName(_ line: String) -> String? {
        guard line.utf8.prefix(40).contains(UInt8(ascii: ":")) else { return nil }
        let plain = line.prefix(40).filter { $0 != "*" }
        guard let colon = plain.firstIndex(of: ":") else { return nil }
        let name = plain[..<colon].trimmingBlanks.lowercased()
        return headerNames.contains(name) ? name : nil
    }

    /// A drawn line with a header block, or with the footer of a mailing list, below it.
    private static func isRuleBeforeHistory(in lines: [ReplyLine], at index: Int) -> Bool {
        let rule = lines[index].trimmed
        // Of underscores, hyphens or equals signs.
        guard rule.utf8.count >= 5, rule.utf8.allSatisfy({ $0 == 95 || $0 == 45 || $0 == 61 }) else { return false }
        guard let next = lines.indices[(index + 1)...].first(where: { !lines[$0].isBlank }) else { return true }
        if isHeaderBlock(in: lines, at: next) { return true }
        let footer = lines[next...].prefix(9).map(\.trimmed)
        let isShort = lines[next...].allSatisfy { $0.isBlank } || lines.count - next <= 8
        return isShort && rule.hasPrefix("_") && footer.contains { $0.contains("mailing list") || $0.contains("://") }
    }
}
