package org.tessera.fhir.search;

import java.util.Locale;

/// How an ordered value is compared. https://hl7.org/fhir/R4/search.html#prefix
enum Prefix {
  EQ,
  NE,
  LT,
  GT,
  LE,
  GE,
  SA,
  EB,
  AP;

  /// A value and its comparison; without a prefix it is EQ.
  record Prefixed(Prefix prefix, String value) {}

  static Prefixed split(String text) {
    for (Prefix prefix : values()) {
      if (text.startsWith(prefix.name().toLowerCase(Locale.ROOT))) {
        return new Prefixed(prefix, text.substring(2));
      }
    }
    return new Prefixed(EQ, text);
  }
}
