import GRDB
import AsyncHTTPClient
enum Stub {}
