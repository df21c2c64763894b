import Hub
import Scenes
import TerminalCanvas

/// Draws screens: a view, a size and a theme in, a canvas out.
struct Drawing {
    /// The looks.
    let theme: Theme
    /// Lines that were laid out before: a transcript is wrapped once, not for every frame.
    let cache: LayoutCache

    /// A screen, and what it had room for.
    struct Drawn {
        var canvas: Canvas
        var measure = Measure()
    }

    init(theme: Theme, cache: LayoutCache = LayoutCache()) {
        self.theme = theme
        self.cache = cache
    }

    /// From so many columns on there is room for a list and a ticket, or a transcript and cards, side by side.
    static let sideColumnsMin = 80

    /// Draws a screen.
    func draw(_ view: SceneView, size: Size) -> Drawn {
        var drawn = Drawn(canvas: Canvas(size: size))
        let parts = drawn.canvas.bounds.rows([.fixed(1), .fraction(1), .fixed(1), .fixed(1)])
        drawBar(view, on: &drawn.canvas, in: parts[0])
        switch view.body {
        case .landing(let landing): draw(landing, view, on: &drawn, in: parts[1])
        case .tickets(let tickets): draw(tickets, view, on: &drawn, in: parts[1])
        case .ticket(let ticket): draw(ticket, view, on: &drawn, in: parts[1])
        }
        drawNotice(view, on: &drawn.canvas, in: parts[2])
        drawHints(view, on: &drawn.canvas, in: parts[3])
        if let picker = view.picker { draw(picker, on: &drawn.canvas) }
        return drawn
    }
}

/// Lines that were laid out before, by what they were made of. The oldest are forgotten when there are too many.
final class LayoutCache {
    private struct Name: Hashable {
        let text: String
        let columns: Int
    }

    private var lines: [Name: [TextLine]] = [:]
    private static let countMax = 4000

    /// The lines of a text at a width; `make` lays them out where nobody has before.
    func lines(of text: String, columns: Int, _ make: () -> [TextLine]) -> [TextLine] {
        let name = Name(text: text, columns: columns)
        if let known = lines[name] { return known }
        if lines.count >= Self.countMax { lines.removeAll(keepingCapacity: true) }
        let made = make()
        lines[name] = made
        return made
    }
}
