import Testing

@testable import SyncServer

@Suite struct OutgoingAddressTests {
    @Test(arguments: [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "::1", "fd00::1",
        "::ffff:127.0.0.1", "::ffff:c0a8:101", "64:ff9b::a00:1", "2002:7f00:1::",
    ])
    func `this machine and private networks are reached only where that is allowed`(_ number: String) {
        #expect(!OutgoingAddress.mayBeReached(number, allowsLocal: false))
        #expect(OutgoingAddress.mayBeReached(number, allowsLocal: true))
    }

    @Test(arguments: [
        "169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "fe80::1", "ff02::1", "::",
        "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "::7f00:1", "64:ff9b:1::a00:1",
        "2001:db8::1", "3fff::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:0:7f00:1::80ff:fffe",
        "2001:2::1", "2001:20::1", "no address",
    ])
    func `what leads nowhere good is never reached`(_ number: String) {
        #expect(!OutgoingAddress.mayBeReached(number, allowsLocal: true))
    }

    @Test(arguments: [
        "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2001:4860:4860::8888", "64:ff9b::808:808",
        "2002:808:808::",
    ])
    func `the public network is`(_ number: String) {
        #expect(OutgoingAddress.mayBeReached(number, allowsLocal: false))
    }

    @Test(arguments: [
        "https://localhost/hook", "https://127.1/hook", "https://2130706433/hook", "https://[::ffff:127.0.0.1]/hook",
        "https://0x7f.0.0.1/",
    ])
    func `another spelling of this machine is this machine`(_ url: String) {
        #expect(throws: ServerError.self) { try OutgoingAddress(url, allowsLocal: false) }
    }

    @Test(arguments: [
        "http://example.com/", "https://a:b@example.com/", "file:///etc/passwd", "https:///x", "example.com",
    ])
    func `what is no address of a channel is refused`(_ url: String) {
        #expect(throws: ServerError.self) { try OutgoingAddress.host(of: url, allowsLocal: false) }
    }
}
