import CMalloc
import Foundation

/// Reads the machine's clock and the process's memory.
enum Measurement {
    /// Milliseconds that `body` takes.
    static func milliseconds<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Double {
        let start = ContinuousClock.now
        try body()
        return milliseconds(since: start)
    }

    /// Milliseconds since `start`.
    static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let elapsed = (ContinuousClock.now - start).components
        return Double(elapsed.seconds) * 1e3 + Double(elapsed.attoseconds) / 1e15
    }

    /// Bytes in use on the C heap.
    static var heapBytes: Int {
        let info = mallinfo2()
        return Int(info.uordblks + info.hblkhd)
    }

    /// Bytes of memory that the process occupies.
    static var residentBytes: Int { statusKibibytes("VmRSS:") * 1024 }
    /// The most it has occupied since `resetPeak()`.
    static var peakBytes: Int { statusKibibytes("VmHWM:") * 1024 }

    /// Starts the peak anew.
    static func resetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    private static func statusKibibytes(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}

/// What a workload found, printed as one JSON object.
struct Findings {
    private var fields: [(name: String, value: String)] = []

    mutating func set(_ name: String, _ value: Int) { fields.append((name, String(value))) }
    mutating func set(_ name: String, _ value: Double) {
        fields.append((name, String(format: "%.4f", value)))
    }
    mutating func set(_ name: String, _ value: Bool) { fields.append((name, String(value))) }

    func print() {
        Swift.print("{" + fields.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}")
    }
}
