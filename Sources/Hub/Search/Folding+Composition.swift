import Foundation

extension Folding {
    /// No language writes more marks on one letter; Unicode's stream-safe text (UAX #15) draws the line at 30.
    private static let clusterScalarCountMax = 32

    /// `text` in Unicode's canonical composition (NFC), so that equal words have equal bytes in an index.
    ///
    /// Linear time: letters are composed one by one with what follows them, and a letter with more than 31 marks stays
    /// as it is.
    static func composed(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(isComposedAlone) else { return text }
        var result = String.UnicodeScalarView()
        var cluster: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if isComposedAlone(scalar) { appendComposed(&cluster, to: &result) }
            cluster.append(scalar)
        }
        appendComposed(&cluster, to: &result)
        return String(result)
    }

    private static func appendComposed(_ cluster: inout [Unicode.Scalar], to result: inout String.UnicodeScalarView) {
        let isComposed = cluster.count == 1 && isComposedAlone(cluster[0])
        if isComposed || cluster.count > clusterScalarCountMax {
            result.append(each: cluster)
        } else {
            result.append(each: String(scalars: cluster).precomposedStringWithCanonicalMapping.unicodeScalars)
        }
        cluster.removeAll(keepingCapacity: true)
    }

    /// False for every scalar that composition may change or join with the one before it.
    private static func isComposedAlone(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x0300 else { return true }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        let isTrailingJamo = (0x1160...0x11FF).contains(scalar.value)
        return !isTrailingJamo && !properties.isFullCompositionExclusion
    }
}
