import Glibc
import Synchronization

/// Does numbered pieces of work on several threads and hands the results over in order, so that
/// nothing that is made of them depends on timing.
enum OrderedWork {
  /// Does all pieces.
  ///
  /// - Parameters:
  ///   - jobs: how many pieces are worked on at a time.
  ///   - work: does a piece, on some thread with a large stack.
  ///   - wait: called now and then, on the caller's thread, while there is no result yet, with the
  ///     number of the next one.
  ///   - deliver: takes each result, in order, on the caller's thread; after `false` no more is
  ///     begun and none is handed over.
  static func run<Product: Sendable>(
    count: Int, jobs: Int, work: @escaping @Sendable (Int) -> Product,
    wait: (_ next: Int) -> Void = { _ in }, deliver: (Int, Product) -> Bool
  ) {
    guard count > 0 else { return }
    let shared = Shared<Product>(count: count)
    let worker: @Sendable () -> Void = {
      while let index = shared.begin() { shared.finish(index, work(index)) }
    }
    let threads = (0..<min(jobs, count)).compactMap { _ in BigStack.start(worker) }
    defer {
      shared.stop()
      for thread in threads { pthread_join(thread, nil) }
    }
    for index in 0..<count {
      // Without a thread to be had, the caller's own works.
      while threads.isEmpty, let next = shared.begin(upTo: index) {
        shared.finish(next, work(next))
      }
      var product = shared.take(index)
      while product == nil {
        wait(index)
        product = shared.take(index)
      }
      if let product, !deliver(index, product) { return }
    }
  }

  /// What the threads share: the next piece, and the results that nobody has taken yet.
  private final class Shared<Product: Sendable>: @unchecked Sendable {
    private let count: Int
    private var next = 0
    private var products: [Int: Product] = [:]
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(count: Int) {
      self.count = count
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_cond_destroy(changed)
      pthread_mutex_destroy(lock)
      changed.deallocate()
      lock.deallocate()
    }

    private func locked<Answer>(_ body: () -> Answer) -> Answer {
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      return body()
    }

    /// The piece to be done next; nil if none is left, or none up to the limit.
    func begin(upTo limit: Int = .max) -> Int? {
      locked {
        guard next < count, next <= limit else { return nil }
        next += 1
        return next - 1
      }
    }

    func finish(_ index: Int, _ product: Product) {
      locked {
        products[index] = product
        pthread_cond_signal(changed)
      }
    }

    /// Waits a little for a result.
    func take(_ index: Int) -> Product? {
      locked {
        if products[index] == nil {
          var deadline = timespec()
          clock_gettime(CLOCK_REALTIME, &deadline)
          deadline.tv_nsec += Self.patience
          if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
          }
          pthread_cond_timedwait(changed, lock, &deadline)
        }
        return products.removeValue(forKey: index)
      }
    }

    /// How long the caller waits before it looks around, in nanoseconds.
    private static var patience: Int { 50_000_000 }

    /// Nothing more is begun.
    func stop() { locked { next = count } }
  }
}
