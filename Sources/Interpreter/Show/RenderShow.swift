/// The lines that `show` prints for a topic.
func renderShow(_ topic: ShowTopic, world: World) -> [String] {
  switch topic {
  case .value(let text): [text]
  default: []
  }
}
