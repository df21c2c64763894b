import Channels
import Hub
import Replica
import SyncProtocol

/// What the channels of one served workspace share.
struct ChannelHub: Sendable {
    let file: ChannelFile
    let records: ChannelStore
    let inlet: Inlet
    let queue: InletQueue
    let outlet: Outlet
    /// Fetches the files that channels name by their address.
    let fetcher: FileFetcher
    /// The addresses at which channels fetch ours.
    let links: FileLinks
    let limiter = RateLimiter()

    /// Opens the channels of a folder.
    init(
        _ folder: WorkspaceFolder, replica: ServerReplica, signal: CommitSignal, now: @escaping @Sendable () -> Instant
    ) throws {
        let blobs = BlobFolder(folder.blobsPath)
        let file = ChannelFile(folder)
        let records = try ChannelStore(path: folder.channelsPath)
        let resolver = BlockingWork(label: "resolver", threadCountMax: 4)
        let links = FileLinks(key: folder.keys.tokenSecret, now: now)
        let fileAddress: @Sendable (AttachmentReference) -> String? = { file in
            folder.describedNow.address.map { "\($0)/v1/ws/\(folder.description.workspace)/\(links.path(of: file))" }
        }
        let commit: @Sendable () throws -> Void = {
            if try replica.catchUp(now: now).sentCount > 0 { signal.wake() }
        }
        self.file = file
        self.links = links
        fetcher = FileFetcher(resolver: resolver)
        self.records = records
        inlet = Inlet(
            replica.store, records: records, key: folder.keys.externalKey, keepBlob: { try blobs.keep($0) },
            commit: commit
        )
        queue = InletQueue(inlet, work: BlockingWork(label: "inlet", threadCountMax: 1), now: now)
        outlet = Outlet(
            replica.store, records: records,
            adapters: {
                let settings = try replica.store.settings(.channels).settings
                let custom: [any ChannelAdapter] = try file.channels().compactMap { name, channel in
                    guard let capabilities = ChannelCapabilities(of: name, in: settings) else { return nil }
                    return WebhookAdapter(
                        channel: name, capabilities: capabilities, settings: channel, blobs: blobs, resolver: resolver,
                        fileAddress: fileAddress, now: now
                    )
                }
                return custom + [WidgetAdapter()]
            },
            commit: commit
        )
    }
}
