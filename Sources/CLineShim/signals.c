#define _GNU_SOURCE
#include "CLineShim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static const struct {
  int number;
  unsigned bit;
} caught[] = {
    {SIGINT, LE_INTERRUPT},   {SIGWINCH, LE_RESIZE}, {SIGCONT, LE_CONTINUE},
    {SIGTERM, LE_TERMINATE},  {SIGHUP, LE_HANGUP},   {SIGTSTP, LE_STOP},
};
enum { count = sizeof caught / sizeof *caught };

static struct sigaction before[count];
static sigset_t mask_before;
static int wake[2] = {-1, -1};
static atomic_uint came;

static void note(int number) {
  int error = errno;
  for (int i = 0; i < count; i++) {
    if (caught[i].number == number) atomic_fetch_or(&came, caught[i].bit);
  }
  // A full pipe wakes as well.
  (void)!write(wake[1], "", 1);
  errno = error;
}

int le_signals_catch(void) {
  if (wake[0] < 0 && pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  sigset_t all;
  sigemptyset(&all);
  for (int i = 0; i < count; i++) {
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    sigaction(caught[i].number, &action, &before[i]);
    // Under nohup and the like: what the parent ignores stays ignored.
    if (before[i].sa_handler == SIG_IGN) sigaction(caught[i].number, &before[i], NULL);
    sigaddset(&all, caught[i].number);
  }
  pthread_sigmask(SIG_UNBLOCK, &all, &mask_before);
  return wake[0];
}

void le_signals_release(void) {
  pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
  for (int i = 0; i < count; i++) sigaction(caught[i].number, &before[i], NULL);
}

unsigned le_signals_take(void) {
  char bytes[64];
  while (read(wake[0], bytes, sizeof bytes) > 0) {
  }
  return atomic_exchange(&came, 0);
}
