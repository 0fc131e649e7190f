package org.tessera.fhir.rest;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Refuses JSON that would cost more than it says: numbers whose decimal expansion fills the memory
/// (1e1000000000), keys that stand twice, depth without end, text that is no Unicode.
final class JsonGuard {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.DEPTH_MAX)
                  .maxNumberLength(Limits.NUMBER_LENGTH_MAX)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonGuard() {}

  static void check(byte[] body) throws RefusedBody {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedBody(400, "the body is not a JSON object");
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new RefusedBody(400, "the JSON ends early");
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        check(parser, token);
      }
      if (parser.nextToken() != null) {
        throw new RefusedBody(400, "something follows the JSON object");
      }
    } catch (JacksonException e) {
      throw new RefusedBody(400, "the body is not well-formed JSON" + place(e));
    }
  }

  /// A broken limit on depth or lengths has no place.
  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null
        ? ", or exceeds a limit on depth or lengths"
        : " at line " + at.getLineNr() + ", column " + at.getColumnNr() + ", or repeats a key";
  }

  private static void check(JsonParser parser, JsonToken token) throws RefusedBody {
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      checkNumber(parser.getString());
    } else if (token == JsonToken.VALUE_STRING && !isText(parser.getString())) {
      throw new RefusedBody(400, "a string holds a NUL character or half a surrogate pair");
    }
  }

  static void checkNumber(String number) throws RefusedBody {
    int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (exponent < 0) {
      return;
    }
    String digits = number.substring(exponent + 1).replaceFirst("^[+-]?0*", "");
    if (digits.length() > 3
        || (!digits.isEmpty() && Integer.parseInt(digits) > Limits.EXPONENT_MAX)) {
      throw new RefusedBody(
          400, "a number has an exponent beyond " + Limits.EXPONENT_MAX + " (exponentMax)");
    }
  }

  private static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
