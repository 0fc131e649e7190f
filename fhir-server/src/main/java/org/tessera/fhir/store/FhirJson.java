package org.tessera.fhir.store;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// FHIR's JSON as trees: decimals as written (1.00 stays 1.00), a key twice is an error, depth and
/// lengths are bounded.
public final class FhirJson {
  private static final int DEPTH_MAX = 100;
  private static final int NUMBER_LENGTH_MAX = 60;

  /// As long as a whole body may be.
  private static final int STRING_LENGTH_MAX = 100 * 1024 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_LENGTH_MAX)
                          .maxStringLength(STRING_LENGTH_MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// What the store wrote needs no second check for duplicate keys.
  private static final JsonMapper TRUSTING =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(STRING_LENGTH_MAX).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private FhirJson() {}

  /// Reads one JSON object from outside.
  ///
  /// @throws tools.jackson.core.JacksonException if it is malformed, repeats a key, nests or runs
  ///   too long
  /// @throws IllegalArgumentException if it is not an object
  public static ObjectNode parse(byte[] json) {
    JsonNode node = MAPPER.readTree(json);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("a FHIR resource is a JSON object");
  }

  /// Reads any JSON from outside, under the same bounds.
  ///
  /// @throws tools.jackson.core.JacksonException if it is malformed, repeats a key, nests or runs
  ///   too long
  public static JsonNode parseAny(byte[] json) {
    return MAPPER.readTree(json);
  }

  public static byte[] write(JsonNode node) {
    return TRUSTING.writeValueAsBytes(node);
  }

  /// With line ends and indentation, for people.
  public static byte[] writePretty(JsonNode node) {
    return TRUSTING.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
  }

  static ObjectNode parseTrusted(byte[] json) {
    return (ObjectNode) TRUSTING.readTree(json);
  }

  public static ObjectNode newObject() {
    return TRUSTING.createObjectNode();
  }
}
