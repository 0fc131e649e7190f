package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tessera.vocabularies.words.Said;
import org.tessera.vocabularies.words.Spoken;

/// What was typed, taken apart: every group must be met, by any of its clauses.
///
/// Words and `"phrases"` stand side by side, `OR` or `|` makes alternatives, `-` or `NOT` excludes,
/// `word*` is a beginning, `field:word` asks in a field. Nothing that can be typed is an error.
///
/// @param cut whether something was left out because it was too much
record Asked(List<List<Clause>> groups, boolean cut) {
  static final int CLAUSES_MAX = 16;
  private static final Pattern FIELD = Pattern.compile("\\p{L}[\\p{L}\\p{N}-]*:");
  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
  private static final String QUOTES = "\"“”„«»";

  static Asked parse(String typed) {
    List<List<Clause>> groups = new ArrayList<>();
    boolean alternative = false;
    boolean unwanted = false;
    int clauses = 0;
    var reader = new Reader(typed);
    while (reader.next()) {
      String word = reader.word();
      if (word.equals("OR") || word.equals("|") || word.equals("||")) {
        alternative = !groups.isEmpty();
      } else if (word.equals("NOT")) {
        unwanted = true;
      } else if (!word.equals("AND") && !word.equals("&") && !word.equals("&&")) {
        Clause clause = reader.clause(unwanted);
        unwanted = false;
        if (clause.text().isEmpty()) {
          continue;
        }
        if (++clauses > CLAUSES_MAX) {
          return new Asked(groups, true);
        }
        if (alternative) {
          groups.getLast().add(clause);
        } else {
          groups.add(new ArrayList<>(List.of(clause)));
        }
        alternative = false;
      }
    }
    return new Asked(groups, false);
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /// The same without one of its groups, as it is typed.
  String without(int group) {
    List<List<Clause>> rest = new ArrayList<>(groups);
    rest.remove(group);
    return rest.stream()
        .map(any -> any.stream().map(Clause::typed).collect(Collectors.joining(" OR ")))
        .collect(Collectors.joining(" "));
  }

  /// One group, read aloud.
  static Spoken words(List<Clause> group) {
    return Said.joined("wording.or", group.stream().map(Clause::words).toList()).orElseThrow();
  }

  /// Goes from word to word.
  private static final class Reader {
    private final String typed;
    private int at;
    private String word = "";
    private String phrase = "";

    Reader(String typed) {
      this.typed = typed;
    }

    String word() {
      return phrase.isEmpty() ? word : "";
    }

    boolean next() {
      while (at < typed.length() && Character.isWhitespace(typed.charAt(at))) {
        at++;
      }
      word = upTo(false);
      phrase = "";
      if (at < typed.length() && isQuote(at) && belongsToPhrase(word)) {
        at++;
        phrase = upTo(true).strip();
        at = Math.min(at + 1, typed.length());
      }
      return !word.isEmpty() || !phrase.isEmpty() || at < typed.length();
    }

    /// A sign or a field stands before its phrase; any other word stands for itself.
    private static boolean belongsToPhrase(String before) {
      return before.isEmpty() || before.matches("[-+]") || before.endsWith(":");
    }

    private String upTo(boolean quoteOnly) {
      int from = at;
      while (at < typed.length()
          && !isQuote(at)
          && (quoteOnly || !Character.isWhitespace(typed.charAt(at)))) {
        at++;
      }
      return typed.substring(from, at);
    }

    private boolean isQuote(int position) {
      return QUOTES.indexOf(typed.charAt(position)) >= 0;
    }

    Clause clause(boolean not) {
      boolean unwanted = not || word.startsWith("-");
      String body = unwanted || word.startsWith("+") ? word.replaceFirst("^[-+]", "") : word;
      Matcher named = FIELD.matcher(body);
      boolean inField = named.lookingAt() && (named.end() < body.length() || !phrase.isEmpty());
      String field = inField ? body.substring(0, named.end() - 1) : "";
      String text = inField ? body.substring(named.end()) : body;
      if (!phrase.isEmpty()) {
        return new Clause(unwanted, field, bare(phrase), Clause.Kind.PHRASE);
      }
      boolean beginning =
          text.length() > 1
              && text.endsWith("*")
              && Clause.isPlain(bare(text.substring(0, text.length() - 1)));
      return new Clause(
          unwanted,
          field,
          bare(text.replaceFirst("~\\d*$", "")),
          beginning ? Clause.Kind.BEGINNING : Clause.Kind.WORD);
    }

    private static String bare(String text) {
      return EDGES.matcher(text).replaceAll("");
    }
  }
}
