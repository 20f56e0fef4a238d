internal import CLineShim

/// Where libedit puts each character of a text: its rules of wrapping, repeated.
struct ScreenLayout {
  struct Place: Equatable {
    var row: Int
    var column: Int
  }

  /// One for each character and one for the end.
  private(set) var places: [Place] = []
  /// Whether each character has one or two columns; otherwise its place is not relied on.
  private(set) var isPlain = true

  var end: Place { places[places.count - 1] }
  var rows: Int { end.row + 1 }

  /// - Parameter prompt: printable ASCII.
  init(prompt: String, text: [wchar_t], columns: Int) {
    let columns = max(2, columns)
    let length = prompt.utf8.count
    var place = Place(row: length / columns, column: length % columns)
    places.reserveCapacity(text.count + 1)
    for character in text {
      if character == 10 {
        places.append(place)
        place = Place(row: place.row + 1, column: 0)
        continue
      }
      var width = Int(le_width(character))
      if width < 1 {
        isPlain = false
        width = max(0, width)
      }
      // A wide character never straddles the margin.
      if place.column + width > columns { place = Place(row: place.row + 1, column: 0) }
      places.append(place)
      place.column += width
      if place.column >= columns { place = Place(row: place.row + 1, column: 0) }
    }
    places.append(place)
  }
}
