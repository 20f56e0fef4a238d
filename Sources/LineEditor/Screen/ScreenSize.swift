/// Columns and rows of the screen.
struct ScreenSize: Equatable {
  var columns = 80
  var rows = 24
}
