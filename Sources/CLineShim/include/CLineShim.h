// What Swift cannot say to libedit and to the C library: variadic calls, stdin and stdout,
// macros, signal handlers.
#pragma once
#include <histedit.h>
#include <stdbool.h>
#include <wchar.h>

typedef unsigned char (*le_function)(EditLine *_Nonnull, wint_t);
typedef char *_Nonnull (*le_prompt)(EditLine *_Nonnull);
typedef int (*le_getc)(EditLine *_Nonnull, wchar_t *_Nonnull);

// An editor on standard input and output; its complaints go to standard error, or nowhere.
EditLine *_Nullable le_new(const char *_Nonnull program, bool quiet);

int le_set_int(EditLine *_Nonnull editor, int operation, int value);
int le_set_string(EditLine *_Nonnull editor, int operation, const char *_Nonnull value);
int le_set_prompt(EditLine *_Nonnull editor, le_prompt _Nonnull prompt, char escape);
int le_set_getc(EditLine *_Nonnull editor, le_getc _Nonnull function);
int le_set_client(EditLine *_Nonnull editor, void *_Nullable client);
void *_Nullable le_client(EditLine *_Nonnull editor);
int le_set_history(EditLine *_Nonnull editor, History *_Nonnull history);
int le_add_function(EditLine *_Nonnull editor, const char *_Nonnull name,
                    const char *_Nonnull help, le_function _Nonnull function);
int le_bind(EditLine *_Nonnull editor, const char *_Nonnull key, const char *_Nonnull command);
int le_bind_alternative(EditLine *_Nonnull editor, const char *_Nonnull key,
                        const char *_Nonnull command);
// A line of ~/.editrc. Not el_source: it goes on with garbage when a quote is not closed.
void le_parse_line(EditLine *_Nonnull editor, const char *_Nonnull line);
// In the modes that the terminal has while a line is edited.
int le_set_tty(EditLine *_Nonnull editor, const char *_Nonnull mode);
int le_refresh(EditLine *_Nonnull editor);
bool le_is_vi(EditLine *_Nonnull editor);
bool le_is_editing(EditLine *_Nonnull editor);
// A string of the terminal's description, such as "up"; null if it has none.
const char *_Nullable le_capability(EditLine *_Nonnull editor, const char *_Nonnull name);
// A number of the terminal's description, such as "co"; 0 if it has none. After el_resize: what
// libedit holds for the size.
int le_number(EditLine *_Nonnull editor, const char *_Nonnull name);

int le_history_limit(History *_Nonnull history, int entries);
int le_history_enter(History *_Nonnull history, const char *_Nonnull text);

// Columns of a character: 0 for a combining one, -1 for one that cannot be printed.
int le_width(wchar_t character);
// Takes the locale of the environment for characters, and UTF-8 if that one is of another kind.
typedef enum { LE_LOCALE_NONE, LE_LOCALE_FORCED, LE_LOCALE_OWN } le_locale;
le_locale le_adopt_utf8(void);
void le_flush(void);
char *_Nullable *_Nonnull le_environment(void);

enum {
  LE_INTERRUPT = 1,
  LE_RESIZE = 2,
  LE_CONTINUE = 4,
  LE_TERMINATE = 8,
  LE_HANGUP = 16,
  LE_STOP = 32
};
// Catches the signals above, ignored ones apart.
// Returns: a descriptor that can be read once one came; -1 with errno set if there is none.
int le_signals_catch(void);
// Puts back the handlers and the mask that were there before.
void le_signals_release(void);
// Which came since the last call: bits from above.
unsigned le_signals_take(void);
