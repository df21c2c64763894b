import Foundation

/// Files of the repository that tests read.
enum Repository {
    static let path = #filePath.components(separatedBy: "/Tests/SyncServerTests/")[0]
    static let sampleConversations = "\(path)/Samples/shop/conversations"
    static let samples = [sampleConversations, "\(path)/Samples/shop/articles", "\(path)/Samples/shop/guidance"]
}
