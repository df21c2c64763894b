import Foundation
import Hub

extension ConversationIndex {
    /// Lines that tell nothing before one does; beyond these the file is none of ours.
    private static let undecidedLinesMax = 100

    /// Reads a file of JSON lines; its kind is that of the first line that has one.
    mutating func readJSONLines(of file: InputFile, index: Int) {
        var scanner = LineScanner(file: file, lineBytesMax: options.recordBytesMax)
        var kind: JSONLineKind?
        var undecided: [(position: Int, problem: RecordProblem)] = []
        while let line = scanner.next() {
            if !line.isTooLarge, line.bytes.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
            do throws(RecordProblem) {
                let bytes = line.number == 1 ? line.bytes.withoutByteOrderMark : line.bytes
                guard !line.isTooLarge else { throw RecordProblem.tooLarge(limit: options.recordBytesMax) }
                if kind == nil { kind = try JSONLine.decode(JSONLineProbe.self, from: bytes, with: decoder).kind }
                guard let kind else {
                    throw RecordProblem(.unknownType, "The line's fields are those of no record that can be imported.")
                }
                if kind == .facts { break }
                let record = RecordReference(
                    file: index, position: line.number, offset: line.offset + Int64(line.bytes.count - bytes.count),
                    length: bytes.count
                )
                try add(bytes, of: kind, at: record)
            } catch {
                let isCut = !line.isTerminated && error.reason == .malformed
                let problem = isCut ? RecordProblem(.truncated, "The file ends within this line.") : error
                if kind == nil {
                    undecided.append((line.number, problem))
                    if undecided.count > Self.undecidedLinesMax { break }
                } else {
                    skip(index, line.number, problem)
                }
            }
        }
        if kind == nil { kind = kindOfDocument(file) }
        switch kind {
        case .facts:
            skip(index, nil, RecordProblem(.facts, "The file holds figures about conversations, not conversations."))
        case nil:
            skip(index, nil, .unknownFormat)
        default:
            for (position, problem) in undecided { skip(index, position, problem) }
        }
        if scanner.hasFailed {
            skip(index, nil, RecordProblem(.unreadableFile, "Reading the file failed before its end."))
        }
    }

    /// Facts stand as one document over many lines; nil for every other document.
    private func kindOfDocument(_ file: InputFile) -> JSONLineKind? {
        guard let bytes = file.read(at: 0, count: options.recordBytesMax),
            let probe = try? JSONLine.decode(JSONLineProbe.self, from: bytes, with: decoder)
        else { return nil }
        return probe.kind == .facts ? .facts : nil
    }

    private mutating func add(
        _ bytes: ArraySlice<UInt8>, of kind: JSONLineKind, at record: RecordReference
    ) throws(RecordProblem) {
        switch kind {
        case .event:
            let event = try JSONLine.decode(EventRecord.self, from: bytes, with: decoder)
            let message = try event.imported()
            try claim(message: message.externalID)
            eventThreads[event.conversation, default: EventThread()].messages.append((message.at, record))
        case .conversation:
            let conversation = try JSONLine.decode(ConversationRecord.self, from: bytes, with: decoder).imported()
            guard eventThreads[conversation.externalID]?.details == nil else {
                throw .duplicateConversation
            }
            eventThreads[conversation.externalID, default: EventThread()].details = record
            eventThreads[conversation.externalID]?.openedAt = conversation.openedAt
        case .transcript:
            let transcript = try JSONLine.decode(TranscriptRecord.self, from: bytes, with: decoder)
            let (conversation, problems) = try transcript.imported(
                line: record.position, channel: options.transcriptChannel
            )
            guard transcripts[conversation.externalID] == nil else { throw .duplicateConversation }
            for message in conversation.messages { messageIDs.insert(message.externalID) }
            for problem in problems { skip(record.file, record.position, problem) }
            transcripts[conversation.externalID] = Plan(
                externalID: conversation.externalID, openedAt: conversation.openedAt, content: .transcript(record)
            )
        case .room:
            let line = try JSONLine.decode(RoomRecord.self, from: bytes, with: decoder)
            try add(line, at: record)
        case .facts:
            return
        }
    }

    private mutating func add(_ line: RoomRecord, at record: RecordReference) throws(RecordProblem) {
        let at = try line.checked()
        try claim(message: line.id)
        let number = roomThreading.conversation(
            room: line.channel, author: line.author, mentions: line.mentions ?? [], at: at
        )
        guard number < rooms.count, case .room(var records) = rooms[number].content else {
            rooms.append(Plan(externalID: "\(line.channel)/\(line.id)", openedAt: at, content: .room([record])))
            return
        }
        rooms[number].content = .room([])
        records.append(record)
        rooms[number].content = .room(records)
    }
}

extension RecordProblem {
    static let duplicateConversation = RecordProblem(
        .duplicateConversation, "Another conversation with the same id came earlier; that one is kept."
    )
}

extension ArraySlice<UInt8> {
    /// The bytes without the mark that some editors put before UTF-8.
    var withoutByteOrderMark: ArraySlice<UInt8> { starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self }
}
