package org.tessera.catalog.description;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a value must look like: `described.csv`, column `form`.
public enum Form {
  TEXT("", ""),
  /// A text of several lines.
  LONG("", ""),
  COUNTRY("country", "ISO 3166 alpha-2, such as AT"),
  NUMBER("whole number", "digits alone, such as 320"),
  DAY("day", "year, month and day, such as 2026-11-22"),
  VERSION("version", "three numbers, such as 2.0.1"),
  /// Either end may be open.
  RANGE("range", "the lower end first, such as 40..75, 40.. or ..75"),
  YEARS("span of years", "the first year first, such as 2015..2023"),
  ICD_10("code of ICD-10", "such as C50.4"),
  /// Topography or morphology.
  ICD_O_3("code of ICD-O-3", "such as C50.4 or 8500/3"),
  /// Patients: the address of a cohort, its JSON, or words for the search box.
  COHORT("", ""),
  /// Rows of the columns that follow in the file.
  TABLE("", "");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final String END = "(\\d{1,9}(?:\\.\\d{1,9})?)?";
  private static final Pattern ENDS = Pattern.compile(END + "\\.\\." + END);

  private final String name;
  private final String remedy;

  Form(String name, String remedy) {
    this.name = name;
    this.remedy = remedy;
  }

  static Form of(String word) {
    return word.isEmpty() ? TEXT : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// What such a value is called in a sentence.
  String called() {
    return name;
  }

  /// How one is written.
  String remedy() {
    return remedy;
  }

  boolean fits(String text) {
    return switch (this) {
      case TEXT, LONG, COHORT, TABLE -> true;
      case COUNTRY -> COUNTRIES.contains(text);
      case NUMBER -> text.matches("\\d{1,9}");
      case DAY -> isDay(text);
      case VERSION -> Version.parse(text).isPresent();
      case RANGE -> isRange(text);
      case YEARS -> text.matches("(19|20)\\d\\d\\.\\.(19|20)\\d\\d") && isRange(text);
      case ICD_10 -> text.matches("[A-Z]\\d\\d(\\.\\d{1,2})?");
      case ICD_O_3 -> text.matches("C\\d\\d(\\.\\d)?|\\d{4}/\\d");
    };
  }

  private static boolean isRange(String text) {
    Matcher ends = ENDS.matcher(text);
    if (!ends.matches() || text.equals("..")) {
      return false;
    }
    String from = ends.group(1);
    String to = ends.group(2);
    return from == null || to == null || new BigDecimal(from).compareTo(new BigDecimal(to)) <= 0;
  }

  private static boolean isDay(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
