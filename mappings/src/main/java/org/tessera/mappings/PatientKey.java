package org.tessera.mappings;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// How a study writes a patient's number, so that two spellings of one number are one patient.
public final class PatientKey {
  private static final Pattern DASHES =
      Pattern.compile("[\\u002D\\u058A\\u2010-\\u2015\\u2212\\uFE58\\uFE63\\uFF0D]");
  private static final Pattern EXCEL_NUMBER = Pattern.compile("(.*\\d)\\.0+");
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<!\\d)0+(?=\\d)");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final String column;
  private final Pattern pattern;
  private final List<String> names;
  private final List<UnaryOperator<String>> steps;

  private PatientKey(
      String column, Pattern pattern, List<String> names, List<UnaryOperator<String>> steps) {
    this.column = column;
    this.names = names;
    this.pattern = pattern;
    this.steps = steps;
  }

  static PatientKey of(RuleNode.Fields node, Problems problems) {
    List<String> names = new ArrayList<>();
    List<UnaryOperator<String>> steps = new ArrayList<>();
    for (RuleNode step : node.all("canonical")) {
      try {
        steps.add(step(step.asText()));
        names.add(step.asText());
      } catch (IllegalArgumentException e) {
        problems.add(
            step,
            "the step \"" + step.asText() + "\" is not known",
            "trim, nfkc, dashes, upper, lower, excel-number, strip-zeros or pad:3,6");
      }
    }
    if (!node.has("column")) {
      problems.add(node, "the patient's column is not named", "patient: { column: … }");
    }
    Pattern pattern = Pattern.compile(".{1,64}");
    try {
      pattern = Pattern.compile(node.text("pattern", ".{1,64}"));
    } catch (IllegalArgumentException e) {
      problems.add(node, "the pattern is no regular expression", "see java.util.regex.Pattern");
    }
    return new PatientKey(node.text("column", ""), pattern, names, steps);
  }

  private static UnaryOperator<String> step(String name) {
    return switch (name) {
      case "trim" -> String::strip;
      case "nfkc" -> text -> Normalizer.normalize(text, Normalizer.Form.NFKC);
      case "dashes" -> text -> DASHES.matcher(text).replaceAll("-");
      case "upper" -> text -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text -> text.toLowerCase(Locale.ROOT);
      case "excel-number" -> text -> EXCEL_NUMBER.matcher(text).replaceFirst("$1");
      case "strip-zeros" -> text -> LEADING_ZEROS.matcher(text).replaceAll("");
      default -> {
        if (!name.startsWith("pad:")) {
          throw new IllegalArgumentException(name);
        }
        int[] widths =
            DIGITS.matcher(name).results().mapToInt(run -> Integer.parseInt(run.group())).toArray();
        yield text -> pad(text, widths);
      }
    };
  }

  /// Gives the n-th run of digits its n-th width.
  private static String pad(String text, int[] widths) {
    int[] run = {0};
    return DIGITS
        .matcher(text)
        .replaceAll(digits -> {
          int width = run[0] < widths.length ? widths[run[0]++] : 0;
          return "0".repeat(Math.max(0, width - digits.group().length())) + digits.group();
        });
  }

  /// The column a patient's number stands in, in every form.
  public String column() {
    return column;
  }

  /// The pattern a canonical number matches.
  public String pattern() {
    return pattern.pattern();
  }

  /// The one spelling of a number.
  ///
  /// @throws IllegalArgumentException when the text is no patient number; the message holds no part
  ///   of it
  public String canonical(String raw) {
    String text = raw;
    for (UnaryOperator<String> step : steps) {
      text = step.apply(text);
    }
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("not a patient number of this study");
    }
    return text;
  }

  /// The column, the pattern and the steps to it, as a study writes them.
  String words() {
    return column + " " + pattern.pattern() + " " + names;
  }
}
