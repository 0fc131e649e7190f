package org.tessera.mappings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A text made fit to be a FHIR id, with what stands before it in a reference.
///
/// FHIR allows letters, digits, `-` and `.`, at most 64 of them. Another character becomes `-`; of
/// a longer text the end becomes a digest, so that two texts keep two ids.
///
/// @param prefix `Patient/` in a reference, empty for the id itself
record Id(String prefix, Rule text) implements Rule {
  private static final int LENGTH_MAX = 64;
  private static final int DIGEST_BYTES = 8;

  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode value = text.evaluate(scope);
    return Rule.absent(value)
        ? Rule.none()
        : JsonNodeFactory.instance.stringNode(prefix + fit(Rule.text(value)));
  }

  @Override
  public boolean readsData() {
    return text.readsData();
  }

  static String fit(String text) {
    StringBuilder id = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean allowed = letter || (c >= '0' && c <= '9') || c == '-' || c == '.';
      id.append(allowed ? c : '-');
    }
    return id.length() <= LENGTH_MAX
        ? id.toString()
        : id.substring(0, LENGTH_MAX - 2 * DIGEST_BYTES - 1) + "-" + digest(text);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
