package org.tessera.catalog.search;

import org.tessera.vocabularies.words.Said;

/// One thing a reader asks for: a word, a phrase or a beginning, maybe in a field, maybe unwanted.
///
/// @param field the word before the colon, empty for none
record Clause(boolean unwanted, String field, String text, Kind kind) {
  enum Kind {
    WORD,
    PHRASE,
    BEGINNING
  }

  /// As it is typed.
  String typed() {
    String body =
        switch (kind) {
          // A word with a sign in it, or an operator, would be read otherwise: it stands in quotes.
          case WORD -> !isPlain(text) || text.matches("AND|OR|NOT") ? "\"" + text + "\"" : text;
          case PHRASE -> "\"" + text + "\"";
          case BEGINNING -> text + "*";
        };
    return (unwanted ? "-" : "") + (field.isEmpty() ? "" : field + ":") + body;
  }

  /// As it is read aloud.
  Said words() {
    Said body = Said.of(kind == Kind.BEGINNING ? "asked.beginning" : "asked.word", text);
    Said placed = field.isEmpty() ? body : Said.of("asked.field", field, body);
    return unwanted ? Said.of("asked.not", placed) : placed;
  }

  /// Whether a word can mean nothing but itself.
  static boolean isPlain(String text) {
    return text.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]*");
  }

  Clause inText(String other) {
    return new Clause(unwanted, "", other, kind == Kind.BEGINNING ? kind : Kind.PHRASE);
  }
}
