/// The kinds of files that visitors may send, told by what is in them and not by what they are called.
///
/// Nothing that a browser would run is among them: no HTML, no SVG, no script, no program.
package enum FileKind: String, CaseIterable, Sendable {
    case png, jpeg, gif, webp, heic, pdf, zip, office, mp4, text

    /// The kind of a file; nil when it is none of them.
    ///
    /// - Complexity: O(n) in its bytes where it is text, constant otherwise.
    package init?(of bytes: [UInt8], name: String) {
        func holds(_ magic: String, at offset: Int = 0) -> Bool {
            bytes.count >= offset + magic.utf8.count && bytes[offset...].starts(with: magic.utf8)
        }
        let end = name.split(separator: ".").last.map { "." + $0.lowercased() } ?? ""
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if holds("GIF87a") || holds("GIF89a") {
            self = .gif
        } else if holds("RIFF"), holds("WEBP", at: 8) {
            self = .webp
        } else if holds("ftyp", at: 4) {
            self = holds("heic", at: 8) || holds("heix", at: 8) || holds("mif1", at: 8) ? .heic : .mp4
        } else if holds("%PDF-") {
            self = .pdf
        } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            self = FileKind.office.extensions.contains(end) ? .office : .zip
        } else if FileKind.isPlainText(bytes) {
            self = .text
        } else {
            return nil
        }
    }

    /// The media type that the file is kept and handed out under.
    package var mediaType: String {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .heic: "image/heic"
        case .pdf: "application/pdf"
        case .zip: "application/zip"
        case .office: "application/octet-stream"
        case .mp4: "video/mp4"
        case .text: "text/plain"
        }
    }

    /// The ends of names that such files have.
    package var extensions: [String] {
        switch self {
        case .png: [".png"]
        case .jpeg: [".jpg", ".jpeg"]
        case .gif: [".gif"]
        case .webp: [".webp"]
        case .heic: [".heic"]
        case .pdf: [".pdf"]
        case .zip: [".zip"]
        case .office: [".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"]
        case .mp4: [".mp4", ".mov"]
        case .text: [".txt", ".log", ".csv", ".json", ".md"]
        }
    }

    /// UTF-8 without control characters, that does not begin like a document a browser would run.
    private static func isPlainText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) != nil else { return false }
        let isClean = bytes.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 || $0 == 10 || $0 == 13 || $0 == 12 }
        let first = bytes.first { $0 > 32 }
        return isClean && first != UInt8(ascii: "<") && !bytes.starts(with: "#!".utf8)
    }
}
