package org.tessera.fhir.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads the definition files packed with this module.
final class Definitions {
  private Definitions() {}

  static byte[] bytes(String file) {
    try (InputStream resource = Definitions.class.getResourceAsStream("/definitions/" + file)) {
      if (resource == null) {
        throw new IllegalStateException("definitions/" + file + " is not packed in");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String file) {
    try (InputStream resource = Definitions.class.getResourceAsStream("/definitions/" + file)) {
      if (resource == null) {
        throw new IllegalStateException("definitions/" + file + " is not packed in");
      }
      return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
