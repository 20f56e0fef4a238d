/*
 * Runs a program and says what it took.
 *
 * usage: launch SECONDS MEBIBYTES OUTPUT PROGRAM [ARGUMENT...]
 *
 * The program's standard output goes to the file OUTPUT. It is ended when it has used so much
 * processor time or memory. One line is printed:
 *
 *   HOW STATUS WALL CPU PEAK
 *
 * HOW is exit, signal, time or memory; STATUS the exit status or signal; WALL and CPU (user and
 * system) are nanoseconds, PEAK the largest resident set in bytes.
 *
 * A process of its own, because the peak of a child begins with that of its parent.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what) {
  fprintf(stderr, "launch: %s: %s\n", what, strerror(errno));
  exit(71);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long nanoseconds(struct timeval t) {
  return t.tv_sec * 1000000000LL + t.tv_usec * 1000LL;
}

/* The resident set of a process in bytes; 0 if it is gone. */
static long long resident(pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/statm", (int)process);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  long long total = 0, pages = 0;
  if (fscanf(file, "%lld %lld", &total, &pages) != 2) pages = 0;
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

static void become(char *output, long seconds, char **program) {
  int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || dup2(file, 1) < 0) die(output);
  close(file);
  struct rlimit limit = {(rlim_t)seconds, (rlim_t)seconds + 1};
  if (setrlimit(RLIMIT_CPU, &limit) < 0) die("setrlimit");
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execv(program[0], program);
  die(program[0]);
}

int main(int count, char **arguments) {
  if (count < 5) {
    fprintf(stderr, "usage: launch SECONDS MEBIBYTES OUTPUT PROGRAM [ARGUMENT...]\n");
    return 64;
  }
  long seconds = atol(arguments[1]);
  long long limit = atoll(arguments[2]) << 20;

  sigset_t ended;
  sigemptyset(&ended);
  sigaddset(&ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &ended, NULL);

  long long start = now();
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) become(arguments[3], seconds, arguments + 4);

  int hasTooMuch = 0;
  struct timespec interval = {0, 20 * 1000 * 1000};
  while (sigtimedwait(&ended, NULL, &interval) < 0) {
    if (errno == EAGAIN && resident(child) > limit) {
      hasTooMuch = 1;
      kill(child, SIGKILL);
    }
  }
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) die("wait4");
  }
  long long wall = now() - start;
  long long cpu = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);

  const char *how = "exit";
  int number = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) {
    number = WTERMSIG(status);
    how = hasTooMuch ? "memory" : number == SIGXCPU ? "time" : "signal";
  }
  printf("%s %d %lld %lld %lld\n", how, number, wall, cpu, usage.ru_maxrss * 1024LL);
  return 0;
}
