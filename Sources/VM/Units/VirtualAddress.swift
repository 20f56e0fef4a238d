/// An address in a modelled address space, in bytes.
///
/// Any integer can be written down as an address; the system calls refuse what lies outside user
/// space. Inside the model addresses have been checked.
public struct VirtualAddress:
  Hashable, Sendable, Comparable, CustomStringConvertible, BitwiseCopyable
{
  public var value: Int

  public init(_ value: Int) { self.value = value }

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }

  /// The address `bytes` further up; the caller knows that it exists.
  public static func + (a: Self, bytes: ByteCount) -> Self { Self(a.value &+ bytes) }

  /// The distance between two addresses, in bytes.
  public static func - (a: Self, b: Self) -> ByteCount { a.value &- b.value }

  public static func - (a: Self, bytes: ByteCount) -> Self { Self(a.value &- bytes) }

  /// `0x` and hexadecimal digits.
  public var description: String { "0x" + String(value, radix: 16) }
}

/// A number of bytes: sizes, lengths, distances.
public typealias ByteCount = Int

/// The number of a page within a file, from 0.
public typealias PageIndex = Int

/// A half-open range of addresses.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  public var start: VirtualAddress
  public var end: VirtualAddress

  public init(_ start: VirtualAddress, _ end: VirtualAddress) {
    self.start = start
    self.end = end
  }

  public init(_ start: VirtualAddress, length: ByteCount) {
    self.init(start, start + length)
  }

  public var length: ByteCount { end - start }
  public var isEmpty: Bool { end <= start }

  public func contains(_ address: VirtualAddress) -> Bool { start <= address && address < end }
  public func contains(_ other: AddressRange) -> Bool { start <= other.start && other.end <= end }
  public func overlaps(_ other: AddressRange) -> Bool { start < other.end && other.start < end }

  /// What both have in common; empty if nothing.
  public func intersection(_ other: AddressRange) -> AddressRange {
    let low = max(start, other.start)
    return AddressRange(low, max(low, min(end, other.end)))
  }

  public var description: String { "\(start)..<\(end)" }
}
