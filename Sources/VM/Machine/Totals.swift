/// What a machine counts as a whole: everything of it that a mark remembers by value.
struct Totals: Hashable {
  /// What has happened since the machine was made.
  var events = EventCounters()
  var work = WorkCounters()
  /// Page-table pages in use, a shared one counted once.
  var pageTables = TableCounts()
  /// Leaf tables with two owners or more.
  var sharedTables = 0
  /// The sum over address spaces of the tables each reaches.
  var mappedTables = 0
  /// Frames that hold data.
  var framesInUse = 0
  /// Page entries that the chains of frames name, the nodes of those, and the nodes of the chains
  /// of leaf tables.
  var chainedEntries = 0
  var chainNodes = 0
  var ownerNodes = 0
  /// Pages of swap space.
  var swapSlots = 0
  /// Those of them in use.
  var usedSlots = 0
  /// Processes that are alive, threads included.
  var processCount = 0

  // What is numbered: the next number; tables from 1 on, for each level by itself.
  var nextTable = TableCounts(each: 1)
  var nextFrame: FrameNumber = 0
  var nextOpenFile: Int32 = 1
  var nextAnonVMA: Int32 = 0

  /// Where the hand of reclaim stands: at the first frame from here on.
  var reclaimHand: FrameNumber = 0
  /// Where the scan of address spaces stands, under a kernel without a reverse map: at this page of
  /// the one with this top table, or in the next one that was made.
  var scannedSpace: TableNumber = 0
  var scannedPage = 0
}
