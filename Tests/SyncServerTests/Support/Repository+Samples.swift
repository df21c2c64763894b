import Foundation
import TestSupport

/// Files of the sample shop that tests import.
extension Repository {
    static let sampleConversations = root.appending(path: "Samples/shop/conversations").path
    static let samples = [
        sampleConversations, root.appending(path: "Samples/shop/articles").path,
        root.appending(path: "Samples/shop/guidance").path,
    ]
}
