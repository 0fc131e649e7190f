package org.tessera.etl.imaging.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Writes `multipart/related` (RFC 2387), part by part as they come.
final class MultipartOutput {
  private final String boundary = "part-" + UUID.randomUUID();
  private final OutputStream out;

  MultipartOutput(OutputStream out) {
    this.out = out;
  }

  /// The media type of the whole, for parts of this type.
  String contentType(String partType) {
    return "multipart/related; type=\"" + partType + "\"; boundary=" + boundary;
  }

  /// Begins a part; its content goes to the stream then.
  OutputStream part(String contentType, String location) throws IOException {
    text(
        "\r\n--"
            + boundary
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Location: "
            + location
            + "\r\n\r\n");
    return out;
  }

  void end() throws IOException {
    text("\r\n--" + boundary + "--\r\n");
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
