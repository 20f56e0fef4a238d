#define _GNU_SOURCE
#include "CLineShim.h"
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

EditLine *le_new(const char *program, bool quiet) {
  static FILE *nowhere;
  if (quiet && !nowhere) nowhere = fopen("/dev/null", "we");
  return el_init(program, stdin, stdout, quiet && nowhere ? nowhere : stderr);
}

int le_set_int(EditLine *editor, int operation, int value) {
  return el_set(editor, operation, value);
}

int le_set_string(EditLine *editor, int operation, const char *value) {
  return el_set(editor, operation, value);
}

int le_set_prompt(EditLine *editor, le_prompt prompt, char escape) {
  return el_set(editor, EL_PROMPT_ESC, prompt, escape);
}

int le_set_getc(EditLine *editor, le_getc function) {
  return el_set(editor, EL_GETCFN, function);
}

int le_set_client(EditLine *editor, void *client) {
  return el_set(editor, EL_CLIENTDATA, client);
}

void *le_client(EditLine *editor) {
  void *client = NULL;
  el_get(editor, EL_CLIENTDATA, &client);
  return client;
}

int le_set_history(EditLine *editor, History *entries) {
  return el_set(editor, EL_HIST, history, entries);
}

int le_add_function(EditLine *editor, const char *name, const char *help, le_function function) {
  return el_set(editor, EL_ADDFN, name, help, function);
}

int le_bind(EditLine *editor, const char *key, const char *command) {
  return el_set(editor, EL_BIND, key, command, (char *)NULL);
}

int le_bind_alternative(EditLine *editor, const char *key, const char *command) {
  return el_set(editor, EL_BIND, "-a", key, command, (char *)NULL);
}

void le_parse_line(EditLine *editor, const char *line) {
  Tokenizer *tokenizer = tok_init(NULL);
  if (!tokenizer) return;
  int count = 0;
  const char **words = NULL;
  if (tok_str(tokenizer, line, &count, &words) == 0 && count > 0) el_parse(editor, count, words);
  tok_end(tokenizer);
}

int le_set_tty(EditLine *editor, const char *mode) {
  return el_set(editor, EL_SETTY, "-d", mode, (char *)NULL);
}

int le_refresh(EditLine *editor) { return el_set(editor, EL_REFRESH); }

bool le_is_vi(EditLine *editor) {
  const char *name = NULL;
  return el_get(editor, EL_EDITOR, &name) == 0 && name && strcmp(name, "vi") == 0;
}

bool le_is_editing(EditLine *editor) {
  int on = 0;
  return el_get(editor, EL_EDITMODE, &on) == 0 && on;
}

const char *le_capability(EditLine *editor, const char *name) {
  char *value = NULL;
  return el_get(editor, EL_GETTC, name, &value, (char *)NULL) == 0 ? value : NULL;
}

int le_number(EditLine *editor, const char *name) {
  int value = 0;
  return el_get(editor, EL_GETTC, name, &value, (char *)NULL) == 0 ? value : 0;
}

int le_history_limit(History *entries, int limit) {
  HistEvent event;
  return history(entries, &event, H_SETSIZE, limit);
}

int le_history_enter(History *entries, const char *text) {
  HistEvent event;
  return history(entries, &event, H_ENTER, text);
}

int le_width(wchar_t character) { return wcwidth(character); }

le_locale le_adopt_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return LE_LOCALE_OWN;
  static const char *const names[] = {"C.UTF-8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (setlocale(LC_CTYPE, names[i])) return LE_LOCALE_FORCED;
  }
  return LE_LOCALE_NONE;
}

void le_flush(void) { fflush(stdout); }

char **le_environment(void) { return environ; }
