extension Document {
    /// The document with its whole history as bytes; see the article Encoding. Deterministic for a document, but not
    /// canonical: replicas with the same changes may differ in what waits. See `canonicalBytes()`.
    ///
    /// - Parameter withTexts: Whether `SavedTexts` can read the texts from the bytes, which hold them once more then.
    /// - Complexity: O(history · log).
    public func encoded(withTexts: Bool = false) -> [UInt8] {
        DocumentFile.write(body, texts: withTexts ? SavedTexts.section(body) : [])
    }

    /// Reads what `encoded()` wrote. O(history · log).
    ///
    /// - Throws: `CRDTError` when the bytes are of another format or version, damaged, or no valid document.
    public init(encoded bytes: [UInt8]) throws(CRDTError) {
        self.init()
        try DocumentFile.read(bytes, into: &self)
    }
}
