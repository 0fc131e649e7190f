package org.tessera.catalog.standard;

import java.util.ArrayList;
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

  /// How many patients, and what is known of their images, in words.
  static List<String> sizes(Collection collection) {
    List<String> sizes = new ArrayList<>(List.of(collection.patients() + " patients"));
    if (collection.studies() instanceof Count.Told) {
      sizes.add(collection.studies() + " imaging studies");
    }
    if (collection.series() instanceof Count.Told) {
      sizes.add(collection.series() + " series");
    }
    return sizes;
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
