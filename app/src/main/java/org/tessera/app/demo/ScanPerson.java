package org.tessera.app.demo;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whom a header names: the patient of the forms with a name, an address and a hospital that are
/// nobody's.
final class ScanPerson {
  private final Map<String, List<String>> words = new LinkedHashMap<>();

  ScanPerson() {
    for (var row : ScanTable.rows("people.csv")) {
      words
          .computeIfAbsent(row.getField("kind"), kind -> new ArrayList<>())
          .add(row.getField("text"));
    }
  }

  /// What a header says of the patient and of who works there.
  ///
  /// @param patient the row of the `Patient` tab
  /// @param date of the examination
  Map<String, String> facts(Map<String, String> patient, LocalDate date, Chance chance) {
    Map<String, String> facts = new LinkedHashMap<>();
    boolean female = patient.getOrDefault("gender", "").equals("female");
    String family = word("family", chance);
    LocalDate born = LocalDate.parse(patient.getOrDefault("date_of_birth", "1950-01-01"));
    facts.put("patient", patient.getOrDefault("patient_number", ""));
    facts.put("family", family);
    facts.put("name", family + "^" + word(female ? "female" : "male", chance));
    facts.put("sex", female ? "F" : "M");
    facts.put("born", digits(born));
    facts.put("age", String.format(Locale.ROOT, "%03dY", Period.between(born, date).getYears()));
    facts.put("height", metres(patient.getOrDefault("height", "170")));
    facts.put("weight", patient.getOrDefault("weight", "70"));
    for (String kind : List.of("physician", "operator", "hospital", "street", "town")) {
      facts.put(kind, word(kind, chance));
    }
    String door = Integer.toString(chance.between(2, 190));
    facts.put("address", facts.get("street") + " " + door + ", " + facts.get("town"));
    facts.put("telephone", "+99 555 " + chance.between(100_000, 999_999));
    facts.put("accession", "AX" + chance.between(10_000_000, 99_999_999));
    return facts;
  }

  static String digits(LocalDate date) {
    return date.toString().replace("-", "");
  }

  private static String metres(String centimetres) {
    return String.format(Locale.ROOT, "%.2f", Double.parseDouble(centimetres) / 100);
  }

  private String word(String kind, Chance chance) {
    return chance.of(words.getOrDefault(kind, List.of()));
  }
}
