package org.tessera.etl;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON with exact decimals: a dose of 1.00 stays 1.00.
final class Json {
  private static final TypeReference<LinkedHashMap<String, JsonNode>> VALUES =
      new TypeReference<>() {};
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static Map<String, JsonNode> values(String json) {
    return MAPPER.readValue(json, VALUES);
  }

  static JsonNode value(String json) {
    return MAPPER.readTree(json);
  }

  static Delivery.Counts counts(String json) {
    return MAPPER.readValue(json, Delivery.Counts.class);
  }
}
