package org.tessera.app.demo;

import java.time.LocalDate;
import java.time.Month;
import java.util.Locale;

/// Who a made-up patient is.
///
/// @param number `ddd-dddddd`: three digits of the provider, six of the patient
record Person(
    String number,
    boolean female,
    LocalDate born,
    LocalDate diagnosed,
    String provider,
    String country) {
  private static final String[][] PROVIDERS = {
    {"Hospital Clinico de la Ribera", "ES"}, {"Ospedale Santa Lucia", "IT"},
    {"Centre Hospitalier du Lac", "FR"}, {"Klinikum am Ring", "DE"}
  };

  static Person of(Chance chance, int index, double femaleShare, double meanAge) {
    int provider = chance.between(0, PROVIDERS.length - 1);
    LocalDate diagnosed = chance.after(LocalDate.of(2015, Month.JANUARY, 5), 0, 3400);
    long age = Math.round(chance.normal(meanAge, 9.5, 29, 92));
    LocalDate born = diagnosed.minusYears(age).minusDays(chance.between(1, 360));
    return new Person(
        String.format(Locale.ROOT, "%03d-%06d", provider + 1, index),
        chance.happens(femaleShare),
        born,
        diagnosed,
        PROVIDERS[provider][0],
        PROVIDERS[provider][1]);
  }

  /// Completed years at the diagnosis.
  int age() {
    return born.until(diagnosed).getYears();
  }
}
