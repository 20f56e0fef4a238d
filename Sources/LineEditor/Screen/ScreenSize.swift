/// Columns and rows of the screen.
struct ScreenSize: Equatable {
  var columns: Int
  var rows: Int
}
