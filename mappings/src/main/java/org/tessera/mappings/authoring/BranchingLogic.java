package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.mappings.Column;

/// Turns REDCap's branching logic into a CEL expression over a row.
///
/// `[lactation] = "0" and [age] > 40` becomes `(has(row.lactation) && row.lactation == '0') && …`:
/// a field that is not answered fulfils nothing, as in REDCap.
final class BranchingLogic {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\[[^\\]]+\\]|\"[^\"]*\"|'[^']*'|-?\\d+(?:\\.\\d+)?|<>|!=|>=|<=|=|>|<|\\(|\\)|[A-Za-z]+)");

  private final Map<String, DraftColumn> columns;
  private final Set<String> used = new LinkedHashSet<>();
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private BranchingLogic(Map<String, DraftColumn> columns) {
    this.columns = columns;
  }

  /// @param check the expression, which holds where the field may be filled
  /// @param columns the columns it asks
  record Translated(String check, Set<String> columns) {}

  /// Translates, or gives nothing where the logic uses what rules do not have.
  static Optional<Translated> translate(String logic, Map<String, DraftColumn> columns) {
    var reader = new BranchingLogic(columns);
    try {
      reader.split(logic);
      String check = reader.either();
      return reader.at == reader.tokens.size()
          ? Optional.of(new Translated(check, reader.used))
          : Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private void split(String logic) {
    Matcher matcher = TOKEN.matcher(logic);
    int end = 0;
    while (end < logic.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    // A codebook may have lost one quote of an empty text.
    String rest = logic.substring(end).replaceAll("[\"']", "").strip();
    if (rest.isEmpty() && !tokens.isEmpty() && tokens.getLast().matches("<>|=|!=")) {
      tokens.add("\"\"");
    } else if (!rest.isEmpty()) {
      throw new IllegalStateException(rest);
    }
  }

  private String either() {
    String left = both();
    while (is("or")) {
      at++;
      left = left + " || " + both();
    }
    return left;
  }

  private String both() {
    String left = one();
    while (is("and")) {
      at++;
      left = left + " && " + one();
    }
    return left;
  }

  private boolean is(String word) {
    return at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
  }

  private String next() {
    if (at >= tokens.size()) {
      throw new IllegalStateException("the end");
    }
    return tokens.get(at++);
  }

  private String one() {
    if (is("(")) {
      at++;
      String inner = either();
      if (!next().equals(")")) {
        throw new IllegalStateException("no bracket");
      }
      return "(" + inner + ")";
    }
    String field = next();
    if (!field.startsWith("[")) {
      throw new IllegalStateException(field);
    }
    String operator = next();
    String value = next();
    return compared(field.substring(1, field.length() - 1), operator, value);
  }

  private String compared(String field, String operator, String written) {
    String value = written.replaceAll("^[\"']|[\"']$", "");
    int bracket = field.indexOf('(');
    String name =
        bracket < 0
            ? field
            : field.substring(0, bracket)
                + "___"
                + field.substring(bracket + 1, field.length() - 1);
    DraftColumn column = columns.get(name.toLowerCase(java.util.Locale.ROOT));
    if (column == null || column.type == Column.Type.TEXT || column.type == Column.Type.PATIENT) {
      throw new IllegalStateException(field);
    }
    used.add(column.name);
    String there = "has(row." + column.name + ")";
    boolean differs = operator.equals("<>") || operator.equals("!=");
    if (value.isEmpty()) {
      return differs ? there : "!" + there;
    }
    String compare =
        "row." + column.name + " " + (differs ? "!=" : operator.equals("=") ? "==" : operator);
    String right = literal(column, operator, value);
    return differs
        ? "(!" + there + " || " + compare + " " + right + ")"
        : "(" + there + " && " + compare + " " + right + ")";
  }

  private static String literal(DraftColumn column, String operator, String value) {
    boolean ordered =
        (operator.startsWith("<") && !operator.equals("<>")) || operator.startsWith(">");
    return switch (column.type) {
      case INTEGER, DECIMAL -> {
        if (!value.matches("-?\\d+(\\.\\d+)?")) {
          throw new IllegalStateException(value);
        }
        yield column.type == Column.Type.DECIMAL && value.indexOf('.') < 0 ? value + ".0" : value;
      }
      case BOOLEAN -> value.equals("1") ? "true" : "false";
      case CODES -> throw new IllegalStateException(value);
      default -> {
        if (ordered && column.type != Column.Type.DATE) {
          throw new IllegalStateException(value);
        }
        yield "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
      }
    };
  }
}
