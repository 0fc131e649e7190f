package org.tessera.fhir.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.tessera.fhir.store.SearchParameters;

/// Which date of a type says when the care took place (`definitions/care-dates.tsv`): the standard
/// asks `$everything` to look at care dates without naming them.
final class CareDates {
  private static final Integer[] NUMBERS = load();

  private CareDates() {}

  /// The numbers of the search parameters that hold them.
  static Integer[] numbers() {
    return NUMBERS.clone();
  }

  private static Integer[] load() {
    try (InputStream file = CareDates.class.getResourceAsStream("/definitions/care-dates.tsv")) {
      if (file == null) {
        throw new IllegalStateException("definitions/care-dates.tsv is not packed in");
      }
      var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      return reader
          .lines()
          .map(line -> line.split("\t", -1))
          .map(cells -> SearchParameters.standard().find(cells[0], cells[1]).orElseThrow().number())
          .toArray(Integer[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
