package org.tessera.fhir.search;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A store with the resources of `search/resources.ndjson`, for the tests that only ask it.
abstract class ResourcesTest {
  static Searching searching;

  @BeforeAll
  static void open() {
    searching = Searching.withResources();
  }

  @AfterAll
  static void close() {
    searching.close();
  }
}
