package org.tessera.fhir.operation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What an operation answers.
public sealed interface Answer {
  int status();

  Map<String, String> headers();

  static Answer of(ObjectNode resource) {
    return new Resource(200, resource, Map.of());
  }

  /// A FHIR resource, written in the format the client asks for.
  record Resource(int status, ObjectNode resource, Map<String, String> headers) implements Answer {}

  /// A plain JSON document that is no resource.
  record Json(int status, ObjectNode document, Map<String, String> headers) implements Answer {}

  /// Nothing but a status and headers.
  record Empty(int status, Map<String, String> headers) implements Answer {}

  /// Bytes that are written while they are read.
  record Stream(Map<String, String> headers, Writer writer) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Writes the bytes of a [Stream].
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }
}
