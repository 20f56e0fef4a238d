internal import CLineShim

/// Where libedit puts each character of a text: its rules of wrapping, repeated.
struct ScreenLayout {
  struct Place: Equatable {
    var row: Int
    var column: Int
  }

  /// One for each character and one for the end.
  private(set) var places: [Place] = []
  /// Whether each character is drawn as itself, in one or two columns.
  private(set) var isPlain = true

  var end: Place { places[places.count - 1] }
  var rows: Int { end.row + 1 }

  /// - Parameter prompt: printable ASCII.
  init(prompt: String, text: [wchar_t], columns: Int) {
    self.columns = max(2, columns)
    let length = prompt.utf8.count
    place = Place(row: length / self.columns, column: length % self.columns)
    places.reserveCapacity(text.count + 1)
    for character in text { add(character) }
    places.append(place)
  }

  private let columns: Int
  private var place: Place

  private mutating func add(_ character: wchar_t) {
    let width = Int(le_width(character))
    switch character {
    case 10:
      places.append(place)
      place = Place(row: place.row + 1, column: 0)
    case 9: addCells(8 - place.column % 8)
    case _ where width < 0:
      // As ^A, as \U+1234 or as \U+12345.
      addCells(character < 0x100 ? 2 : character > 0xFFFF ? 8 : 7)
    default:
      if width == 0 { isPlain = false }
      // A wide character never straddles the margin.
      if place.column + width > columns { place = Place(row: place.row + 1, column: 0) }
      places.append(place)
      advance(width)
    }
  }

  /// What stands for a character that cannot be shown.
  private mutating func addCells(_ count: Int) {
    isPlain = false
    places.append(place)
    for _ in 0..<count { advance(1) }
  }

  private mutating func advance(_ width: Int) {
    place.column += width
    if place.column >= columns { place = Place(row: place.row + 1, column: 0) }
  }
}
