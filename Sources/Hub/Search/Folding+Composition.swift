import Foundation

extension Folding {
    /// `text` in Unicode's canonical composition (NFC), so that equal words have equal bytes in an index.
    static func composed(_ text: String) -> String {
        text.unicodeScalars.allSatisfy(isComposedAlone) ? text : text.precomposedStringWithCanonicalMapping
    }

    /// False for every scalar that composition may change or join with the one before it.
    private static func isComposedAlone(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x0300 else { return true }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        let isTrailingJamo = (0x1160 ... 0x11FF).contains(scalar.value)
        return !isTrailingJamo && !properties.isFullCompositionExclusion
    }
}
