import VM

/// What `show` is asked for, with names and addresses worked out; processes are alive.
enum ShowTopic {
  case process(ProcessID)
  case pageTables
  case vmas(ProcessID)
  case pte(ProcessID, VirtualAddress)
  case frame(FrameID)
  case reverseMap(FrameID)
  case stats
  case file(FileID)
  /// Any other value, as `print` writes it.
  case value(String)
}
