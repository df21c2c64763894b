public import ArgumentParser
public import Hub

// The words of the hub's own enumerations are what people type.
extension TicketStatus: ExpressibleByArgument {}
extension ArticleContent.Kind: ExpressibleByArgument {}
extension SettingsSection: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension PercentileRule: ExpressibleByArgument {}
