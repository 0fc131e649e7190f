package org.tessera.catalog.search;

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
          // A word that would be read as an operator stands in quotes.
          case WORD -> text.matches("AND|OR|NOT") ? "\"" + text + "\"" : text;
          case PHRASE -> "\"" + text + "\"";
          case BEGINNING -> text + "*";
        };
    return (unwanted ? "-" : "") + (field.isEmpty() ? "" : field + ":") + body;
  }

  /// As it is read aloud.
  String words() {
    String body = "“" + text + "”";
    String place = field.isEmpty() ? "" : field + " ";
    return (unwanted ? "NOT " : "")
        + place
        + (kind == Kind.BEGINNING ? "beginning with " + body : body);
  }

  Clause inText(String other) {
    return new Clause(unwanted, "", other, kind == Kind.BEGINNING ? kind : Kind.PHRASE);
  }
}
