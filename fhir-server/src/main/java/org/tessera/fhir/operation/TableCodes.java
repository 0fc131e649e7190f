package org.tessera.fhir.operation;

import org.tessera.vocabularies.CodeSystem;

/// A code system of the vocabularies' tables, which record no version of it.
abstract class TableCodes implements Codes {
  private final CodeSystem described;

  TableCodes(CodeSystem described) {
    this.described = described;
  }

  final CodeSystem described() {
    return described;
  }

  @Override
  public final String system() {
    return described.url();
  }

  @Override
  public final String name() {
    return described.title();
  }

  @Override
  public final String version() {
    return "";
  }
}
