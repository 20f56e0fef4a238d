#define _GNU_SOURCE
#include "CPty.h"
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

// In C: between fork and exec, a child of a threaded program may do only what is safe in a signal
// handler, and Swift promises no such thing.
pid_t cpty_spawn(const char *path, char *const *arguments, char *const *environment,
                 unsigned short columns, unsigned short rows, int *terminal) {
  // Closed on exec from the beginning: a program that another test starts at this moment must not
  // keep the terminal open. So not forkpty.
  *terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  char name[64];
  if (*terminal < 0) return -1;
  if (grantpt(*terminal) != 0 || unlockpt(*terminal) != 0 ||
      ptsname_r(*terminal, name, sizeof name) != 0 ||
      cpty_resize(*terminal, columns, rows) != 0) {
    close(*terminal);
    return -1;
  }
  pid_t process = fork();
  if (process != 0) {
    if (process < 0) close(*terminal);
    return process;
  }
  int other = open(name, O_RDWR | O_NOCTTY);
  if (other < 0 || login_tty(other) != 0) _exit(127);
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
