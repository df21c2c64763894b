import GRDB
import Hummingbird
enum Stub {}
