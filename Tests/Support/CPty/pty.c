#define _GNU_SOURCE
#include "CPty.h"
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// In C: between fork and exec, a child of a threaded program may do only what is safe in a signal
// handler, and Swift promises no such thing.
pid_t cpty_spawn(const char *path, char *const *arguments, char *const *environment,
                 unsigned short columns, unsigned short rows, int *terminal) {
  struct winsize size = {.ws_col = columns, .ws_row = rows};
  pid_t process = forkpty(terminal, NULL, NULL, &size);
  if (process != 0) {
    if (process > 0) fcntl(*terminal, F_SETFD, FD_CLOEXEC);
    return process;
  }
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  close_range(3, ~0U, 0);
  execve(path, arguments, environment);
  _exit(127);
}

int cpty_resize(int terminal, unsigned short columns, unsigned short rows) {
  struct winsize size = {.ws_col = columns, .ws_row = rows};
  return ioctl(terminal, TIOCSWINSZ, &size);
}

pid_t cpty_foreground(int terminal) { return tcgetpgrp(terminal); }
