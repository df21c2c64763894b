/// The pure functions of the support hub that belong to no single document: `events(of:)` and `admit(_:by:state:)`.
public enum Hub {}
