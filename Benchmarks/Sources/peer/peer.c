/*
 * The operations of `model` on the kernel that is running here.
 *
 * usage: peer OPERATION PAGES [KEY=VALUE...]     order=sequential|shuffled memory=private|shared
 *
 * Prints lines of a name and nanoseconds of processor time for one operation.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096 };

static size_t pages;
static int isShuffled, isShared;

static void die(const char *what) {
  fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
  exit(71);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

/* Memory in pages of 4 KiB, not in huge ones, aligned to the span of a last-level table. */
static volatile char *map(void) {
  size_t length = pages * PAGE, span = 2 << 20;
  int flags = MAP_ANONYMOUS | MAP_NORESERVE | (isShared ? MAP_SHARED : MAP_PRIVATE);
  char *all = mmap(NULL, length + span, PROT_NONE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
  if (all == MAP_FAILED) die("mmap");
  char *start = (char *)(((uintptr_t)all + span - 1) & ~(span - 1));
  if (mmap(start, length, PROT_READ | PROT_WRITE, flags | MAP_FIXED, -1, 0) == MAP_FAILED)
    die("mmap");
  madvise(start, length, MADV_NOHUGEPAGE);
  return start;
}

/* The pages in the order in which they are touched; the same as the model's. */
static uint32_t *order(void) {
  uint32_t *order = malloc(pages * sizeof *order);
  if (!order) die("malloc");
  for (size_t i = 0; i < pages; i++) order[i] = i;
  if (!isShuffled) return order;
  uint64_t state = 1;
  for (size_t i = pages - 1; i > 0; i--) {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    size_t j = (z ^ (z >> 31)) % (i + 1);
    uint32_t other = order[i];
    order[i] = order[j];
    order[j] = other;
  }
  return order;
}

static void writeAll(volatile char *memory) {
  for (size_t i = 0; i < pages; i++) memory[i * PAGE] = 1;
}

static double perPage(double start) { return (now() - start) / pages; }

static void touch(void) {
  volatile char *memory = map();
  uint32_t *pageOrder = order();
  double start = now();
  for (size_t i = 0; i < pages; i++) memory[(size_t)pageOrder[i] * PAGE] = 1;
  printf("op %f\n", perPage(start));
}

static void present(void) {
  volatile char *memory = map();
  uint32_t *pageOrder = order();
  writeAll(memory);
  double start = now();
  for (size_t i = 0; i < pages; i++) (void)memory[(size_t)pageOrder[i] * PAGE];
  printf("op %f\n", perPage(start));
}

static void waitFor(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) < 0 || status != 0) die("child");
}

static void cow(void) {
  volatile char *memory = map();
  uint32_t *pageOrder = order();
  writeAll(memory);
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    double start = now();
    for (size_t i = 0; i < pages; i++) memory[(size_t)pageOrder[i] * PAGE] = 2;
    printf("op %f\n", perPage(start));
    exit(0);
  }
  waitFor(child);
}

/* The parent's time in fork. */
static void forks(void) {
  enum { TIMES = 8 };
  writeAll(map());
  double sum = 0;
  for (int i = 0; i < TIMES; i++) {
    double start = now();
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) _exit(0);
    sum += now() - start;
    waitFor(child);
  }
  printf("op %f\n", sum / TIMES);
}

static void unmap(void) {
  volatile char *memory = map();
  writeAll(memory);
  double start = now();
  for (size_t i = 0; i < pages; i++)
    if (munmap((char *)memory + i * PAGE, PAGE) < 0) die("munmap");
  printf("op %f\n", perPage(start));
}

static void unmapAll(void) {
  volatile char *memory = map();
  writeAll(memory);
  double start = now();
  if (munmap((char *)memory, pages * PAGE) < 0) die("munmap");
  printf("op %f\n", now() - start);
}

static const struct {
  const char *name;
  void (*run)(void);
} operations[] = {
    {"touch", touch}, {"present", present}, {"cow", cow},
    {"fork", forks},  {"unmap", unmap},     {"unmap-all", unmapAll},
};

int main(int count, char **arguments) {
  if (count < 3) {
    fprintf(stderr, "usage: peer OPERATION PAGES [KEY=VALUE...]\n");
    return 64;
  }
  pages = strtoull(arguments[2], NULL, 0);
  if (pages == 0) pages = 1;
  for (int i = 3; i < count; i++) {
    if (!strcmp(arguments[i], "order=shuffled")) isShuffled = 1;
    if (!strcmp(arguments[i], "memory=shared")) isShared = 1;
  }
  for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
    if (!strcmp(arguments[1], operations[i].name)) {
      operations[i].run();
      return 0;
    }
  }
  fprintf(stderr, "peer: no operation '%s'\n", arguments[1]);
  return 64;
}
