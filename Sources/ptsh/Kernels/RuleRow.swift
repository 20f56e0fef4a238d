import VM

/// A rule of the kernels, and how each kernel has it, in words for people.
struct RuleRow: Sendable {
  /// The part of a kernel's description that the rule belongs to.
  enum Group: String, Sendable, CaseIterable {
    case sharing, fork, faults, mappings, tables, reverseMap

    /// As headings have it.
    var title: String { self == .reverseMap ? "reverse map" : rawValue }
  }

  let group: Group
  /// The property that holds it: a test sees that none is forgotten.
  let property: String
  let title: String
  let phrase: @Sendable (Kernel) -> String

  /// Every rule, in order of the groups.
  static let all: [RuleRow] = sharing + fork + faults + mappings + tables + reverseMap

  // MARK: Sharing

  private static let sharing = [
    RuleRow(group: .sharing, property: "attach", title: "shared map, at a fault") {
      switch $0.sharing.attach {
      case .never: "a table of its own"
      case .identical: "attaches to a table of an identical mapping"
      case .file: "attaches to a table of the same place in the file"
      }
    },
    RuleRow(group: .sharing, property: "forkThreshold", title: "tables at fork") {
      switch $0.sharing.forkThreshold {
      case nil: "never shared"
      case let threshold?: "shared copy-on-write if there are more than \(threshold)"
      }
    },
  ]

  // MARK: Fork

  private static let fork = [
    RuleRow(group: .fork, property: "copied", title: "tables it copies") {
      switch $0.fork.copied {
      case .everyMapping: "of every mapping, if not shared"
      case .mappingsWithAnonVMA: "only of mappings with an anon_vma"
      }
    }
  ]

  // MARK: Faults

  private static let faults = [
    RuleRow(group: .faults, property: "faultAround", title: "reading a file maps") {
      switch $0.faults.faultAround {
      case 0: "the page"
      case let window: "cached pages in \(window >> 10) KiB around"
      }
    },
    RuleRow(group: .faults, property: "busErrorLeavesLeaf", title: "SIGBUS leaves") {
      switch $0.faults.busErrorLeavesLeaf {
      case true: "the tables of its path"
      case false: "those above the leaf"
      }
    },
    RuleRow(group: .faults, property: "tracksExclusivePages", title: "page of one owner") {
      switch $0.faults.tracksExclusivePages {
      case true: "writable at once after mprotect, swap-in"
      case false: "takes one more fault at its next write"
      }
    },
    RuleRow(group: .faults, property: "tracksFileWrites", title: "shared page on disk") {
      switch $0.faults.tracksFileWrites {
      case true: "read-only until written to"
      case false: "writable at once"
      }
    },
  ]

  // MARK: Mappings

  private static let mappings = [
    RuleRow(group: .mappings, property: "tracksAnonVMAs", title: "merge if alike in") {
      switch $0.mappings.tracksAnonVMAs {
      case true: "flags, file, offset, open file, accounting, anon_vma"
      case false: "flags, file, offset"
      }
    },
    RuleRow(group: .mappings, property: "stackGuardPages", title: "gap below a stack") {
      switch $0.mappings.stackGuardPages {
      case 0: "none"
      case let pages: "\(pages) pages"
      }
    },
    RuleRow(group: .mappings, property: "populatesLocked", title: "locked mappings") {
      switch $0.mappings.populatesLocked {
      case true: "are filled when they become writable or grow"
      case false: "are filled when they are locked"
      }
    },
    RuleRow(group: .mappings, property: "remapsByMapping", title: "remap_file_pages") {
      switch $0.mappings.remapsByMapping {
      case true: "makes a mapping of its own"
      case false: "changes entries of the mapping"
      }
    },
    RuleRow(group: .mappings, property: "hasGuardRegions", title: "madvise guard_install") {
      switch $0.mappings.hasGuardRegions {
      case true: "makes guard pages"
      case false: "unknown"
      }
    },
  ]

  // MARK: Tables

  private static let tables = [
    RuleRow(group: .tables, property: "dontneedFreesLeaves", title: "madvise dontneed") {
      switch $0.tables.dontneedFreesLeaves {
      case true: "frees a leaf table whose span it covers in one mapping"
      case false: "frees no table of one owner"
      }
    },
    RuleRow(group: .tables, property: "mremapMovesTables", title: "mremap moves") {
      switch $0.tables.mremapMovesTables {
      case true: "whole tables, and several mappings in one call"
      case false: "the entries of one mapping"
      }
    },
    RuleRow(group: .tables, property: "sharesHugePageTables", title: "files of huge pages") {
      switch $0.tables.sharesHugePageTables {
      case true: "their tables are shared, GiB by GiB"
      case false: "none"
      }
    },
    RuleRow(group: .tables, property: "leavesInHighMemory", title: "leaf tables lie in") {
      switch $0.tables.leavesInHighMemory {
      case true: "high memory"
      case false: "low memory"
      }
    },
  ]

  // MARK: Reverse map

  private static let reverseMap = [
    RuleRow(group: .reverseMap, property: "method", title: "entries of a page") {
      switch $0.reverseMap.method {
      case .chains: "are in a chain that the page has"
      case .mappings: "are found through mappings of its file or anon_vma"
      case .addressByAddress: "are not found, but come by address by address"
      }
    },
    RuleRow(group: .reverseMap, property: "lineBytes", title: "node of a chain") {
      switch ($0.reverseMap.method, $0.reverseMap.lineBytes) {
      case (.chains, nil): "a cache line of the machine"
      case (.chains, let bytes?): "\(bytes) bytes"
      case (.mappings, _), (.addressByAddress, _): "none"
      }
    },
    RuleRow(group: .reverseMap, property: "addressBytes", title: "address in a node") {
      switch ($0.reverseMap.method, $0.reverseMap.addressBytes) {
      case (.chains, nil): "as wide as a page entry"
      case (.chains, let bytes?): "\(bytes) bytes"
      case (.mappings, _), (.addressByAddress, _): "none"
      }
    },
  ]
}
