package org.tessera.catalog.standard;

import java.util.List;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;

/// What of a collection may stand in a document that is copied on: values of ten patients or more.
final class Told {
  private Told() {}

  static List<ValueCount> values(List<ValueCount> all) {
    return all.stream().filter(value -> value.patients() instanceof Count.Told).toList();
  }

  /// How many patients, in words.
  static String size(Collection collection) {
    return collection.patients() + " patients";
  }

  /// The description, or the name where there is none.
  static String description(Collection collection) {
    return collection.description().isBlank()
        ? collection.name()
        : collection.description().strip();
  }

  /// ICD-10 chapter II, C00 to C97: malignant neoplasms.
  static boolean isMalignant(String icd10) {
    return icd10.startsWith("C");
  }
}
