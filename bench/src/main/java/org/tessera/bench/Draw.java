package org.tessera.bench;

import java.util.List;
import java.util.Random;

/// Draws values that are few enough to meet again and odd enough to part servers: the same ones for
/// the resources and for the searches.
final class Draw {
  static final String LOINC = "http://loinc.org";
  static final String SNOMED = "http://snomed.info/sct";
  static final String LOCAL = "http://local.example/codes";
  static final String UCUM = "http://unitsofmeasure.org";
  static final String CARE = "http://differential.example/";

  private static final String[] LOINC_CODES = {"718-7", "6690-2", "2093-3", "8480-6", "85354-9"};
  private static final String[] LOCAL_CODES = {"root", "a", "a1", "a1x", "b", "A", "x,y", "x$y"};
  private static final String[] FAMILIES = {
    "Smith",
    "SMITH",
    "Smithson",
    "Müller",
    "Mueller",
    "O'Neil",
    "de la Cruz",
    "Ivanov",
    "Иванов",
    "Smith, jr",
    "A|B",
    "Sm_th",
    "100%",
    "back\\slash",
    "Zo\u0308e"
  };
  private static final String[] GIVEN = {
    "Anna", "Ann", "Anna-Maria", "Zoë", "Zoe", "José", "Jose", "anna"
  };
  private static final String[] CITIES = {"Berlin", "Bern", "San José", "St. Gallen", "Ülm"};
  private static final String[] NUMBERS = {
    "5", "5.4", "5.40", "5.35", "5.45", "5.5", "0", "-3", "95", "100", "104.9", "0.54", "0.054"
  };

  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  @SafeVarargs
  final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  int below(int end) {
    return random.nextInt(end);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String loinc() {
    return of(LOINC_CODES);
  }

  String local() {
    return of(LOCAL_CODES);
  }

  String family() {
    return of(FAMILIES);
  }

  String given() {
    return of(GIVEN);
  }

  String city() {
    return of(CITIES);
  }

  String number() {
    return of(NUMBERS);
  }

  String day() {
    return "%d-%s-%s".formatted(year(), of("01", "02", "12"), of("01", "15", "28"));
  }

  private int year() {
    return 2018 + below(3);
  }

  /// A moment with a time zone.
  String moment() {
    String time = of("00:00", "10:00", "10:30", "23:59");
    String seconds = of(":00", ":00", ":59", ":00.000", ":30.250");
    return day() + "T" + time + seconds + of("Z", "Z", "+02:00", "-05:00", "+05:30");
  }

  /// A date or moment of any precision.
  String date() {
    return switch (below(6)) {
      case 0 -> Integer.toString(year());
      case 1 -> day().substring(0, 7);
      case 2, 3 -> day();
      default -> moment();
    };
  }

  /// A unit as system, code and text; some without code, some of no system.
  Unit unit() {
    return switch (below(9)) {
      case 0, 1 -> new Unit(UCUM, "g/L", "g/L");
      case 2, 3 -> new Unit(UCUM, "g/dL", "gram per dl");
      case 4 -> new Unit(UCUM, "mg/dL", "mg/dL");
      case 5 -> new Unit(UCUM, "mm[Hg]", "mmHg");
      case 6 -> new Unit(LOCAL, "score", "points");
      case 7 -> new Unit("", "", "points");
      default -> new Unit("", "", "");
    };
  }

  /// A unit; parts that are missing are empty.
  record Unit(String system, String code, String text) {}
}
