import Glibc

CrashHandler.install()
StopRequest.installHandlers()
let arguments = Array(CommandLine.arguments.dropFirst())
BigStack.run { exit(Ptsh.status(of: arguments).rawValue) }
