import CGMime
import Hub

/// The text, the HTML and the files of a mail.
struct MailContent {
    private(set) var text = ""
    private(set) var html: String?
    private(set) var attachments: [ImportedAttachment] = []
    private var namedText: String?

    /// Walks through a mail's parts; GMime limits their depth.
    init(of part: UnsafeMutablePointer<GMimeObject>?) {
        guard let part else { return }
        add(part)
        // Some programs give the words themselves a file name.
        if isBlank, let namedText { append(text: namedText) }
    }

    private mutating func add(_ object: UnsafeMutablePointer<GMimeObject>) {
        if cgmime_is_multipart(object) != 0 {
            let children = Self.children(of: object)
            if Self.mediaType(of: object) == "multipart/alternative" {
                addBest(of: children)
            } else {
                for child in children { add(child) }
            }
        } else if cgmime_is_message_part(object) != 0 {
            guard let message = cgmime_message_of_part(cgmime_message_part(object)) else { return }
            attachments.append(
                ImportedAttachment(
                    name: Self.parameter("name", of: object), mediaType: "message/rfc822",
                    bytes: GMimeBytes.serialized(message)
                )
            )
        } else if cgmime_is_part(object) != 0 {
            add(leaf: object)
        }
    }

    /// Of several forms of the same text the plain one is the text and the HTML one the HTML; files in either are kept.
    private mutating func addBest(of children: [UnsafeMutablePointer<GMimeObject>]) {
        let forms = children.map { MailContent(of: $0) }
        let plain = children.indices.first { Self.mediaType(of: children[$0]) == "text/plain" && !forms[$0].isBlank }
        let rich = forms.indices.first { forms[$0].html != nil }
        if let chosen = plain ?? rich ?? forms.indices.first(where: { !forms[$0].isBlank }) {
            append(text: forms[chosen].text)
        }
        if let rich, let body = forms[rich].html { append(html: body) }
        for form in forms { attachments += form.attachments }
    }

    private var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

    private mutating func add(leaf object: UnsafeMutablePointer<GMimeObject>) {
        let part = cgmime_part(object)
        let mediaType = Self.mediaType(of: object)
        let disposition = g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() }
        let name = g_mime_part_get_filename(part).flatMap { Self.fileName(String(cString: $0)) }
        let bytes = GMimeBytes.content(of: part)
        let charset = Self.parameter("charset", of: object)
        let isText = mediaType == "text/plain" || mediaType == "text/html"
        guard isText && name == nil && disposition != "attachment" else {
            if mediaType == "text/plain", disposition != "attachment", namedText == nil {
                namedText = MailCharset.text(of: bytes, charset: charset)
            }
            attachments.append(
                ImportedAttachment(
                    name: name, mediaType: mediaType,
                    contentID: g_mime_object_get_content_id(object).map { String(cString: $0) },
                    isInline: disposition == "inline", bytes: bytes
                )
            )
            return
        }
        let body = MailCharset.text(of: bytes, charset: charset)
        if mediaType == "text/html" {
            append(html: body)
            append(text: HTMLText.plainText(of: body))
        } else {
            append(text: body)
        }
    }

    private mutating func append(text section: String) {
        let section = section.trimmingBlankLines
        guard !section.isEmpty else { return }
        text += text.isEmpty ? section : "\n\n" + section
    }

    private mutating func append(html section: String) {
        html = html.map { $0 + "\n" + section } ?? section
    }

    private static func children(of object: UnsafeMutablePointer<GMimeObject>) -> [UnsafeMutablePointer<GMimeObject>] {
        let multipart = cgmime_multipart(object)
        return (0..<g_mime_multipart_get_count(multipart)).compactMap { g_mime_multipart_get_part(multipart, $0) }
    }

    /// The type of a part, lowercased.
    static func mediaType(of object: UnsafeMutablePointer<GMimeObject>) -> String {
        guard let type = g_mime_object_get_content_type(object), let text = g_mime_content_type_get_mime_type(type)
        else { return "application/octet-stream" }
        defer { g_free(text) }
        // A type without subtype is an old way to say plain text.
        let claimed = g_mime_object_get_header(object, "Content-Type").map { String(cString: $0) }
        return claimed?.contains("/") == false ? "text/plain" : String(cString: text).lowercased()
    }

    private static func parameter(_ name: String, of object: UnsafeMutablePointer<GMimeObject>) -> String? {
        g_mime_object_get_content_type_parameter(object, name).map { String(cString: $0) }
    }

    /// The last component, without what could lead a file elsewhere or hide its ending.
    private static func fileName(_ name: String) -> String? {
        let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let isControl = { (scalar: Unicode.Scalar) in
            [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: last.unicodeScalars.lazy.filter { !isControl($0) }.prefix(255))
        let safe = String(scalars).trimmingBlanks
        return safe.isEmpty || safe == "." || safe == ".." ? nil : safe
    }
}

extension String {
    /// The text without empty lines at its start and without white space at its end.
    fileprivate var trimmingBlankLines: String {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        var start = startIndex
        while let line = self[start...].firstIndex(where: \.isNewline), self[start..<line].allSatisfy(\.isWhitespace) {
            start = index(after: line)
        }
        return String(self[start...last])
    }
}
