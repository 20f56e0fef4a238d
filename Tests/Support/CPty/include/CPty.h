// Starts a program on a pseudo-terminal of its own.
#pragma once
#include <sys/types.h>

// The child has default signals, no descriptors but 0 to 2, and leads a session.
// Returns: its process id, or -1; `*terminal` is the other side of its terminal.
pid_t cpty_spawn(const char *_Nonnull path, char *_Nullable const *_Nonnull arguments,
                 char *_Nullable const *_Nonnull environment, unsigned short columns,
                 unsigned short rows, int *_Nonnull terminal);

// Changes the size; the child gets SIGWINCH.
int cpty_resize(int terminal, unsigned short columns, unsigned short rows);

// The foreground process group of the terminal; -1 if there is none.
pid_t cpty_foreground(int terminal);
