package org.tessera.fhir.structure;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How the value of a primitive type is written. https://hl7.org/fhir/R4/datatypes.html#primitive
enum Primitive {
  BOOLEAN("true or false"),
  INTEGER("a whole number of 32 bits"),
  POSITIVE("a whole number above 0"),
  UNSIGNED("a whole number not below 0"),
  DECIMAL("a number of at most 60 digits and an exponent of at most 300"),
  STRING("text without control characters"),
  URI("an address without spaces"),
  OID("urn:oid: and numbers with dots"),
  UUID("urn:uuid: and a UUID in lower case"),
  CODE("a code without leading, trailing or double spaces"),
  ID("1 to 64 letters, digits, - or ."),
  DATE("YYYY, YYYY-MM or YYYY-MM-DD"),
  DATE_TIME("YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a time zone"),
  INSTANT("YYYY-MM-DDThh:mm:ss with a time zone"),
  TIME("hh:mm:ss"),
  BASE64("base64"),
  XHTML("a well-formed <div> of formatting elements only");

  private static final int EXPONENT_MAX = 300;
  private static final Pattern OID_FORM = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
  private static final Pattern UUID_FORM =
      Pattern.compile(
          "urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private final String form;

  Primitive(String form) {
    this.form = form;
  }

  /// What a right value looks like, for messages.
  String form() {
    return form;
  }

  static @Nullable Primitive of(String type) {
    return switch (type) {
      case "boolean" -> BOOLEAN;
      case "integer" -> INTEGER;
      case "positiveInt" -> POSITIVE;
      case "unsignedInt" -> UNSIGNED;
      case "decimal" -> DECIMAL;
      case "string", "markdown" -> STRING;
      case "uri", "url", "canonical" -> URI;
      case "oid" -> OID;
      case "uuid" -> UUID;
      case "code" -> CODE;
      case "id" -> ID;
      case "date" -> DATE;
      case "dateTime" -> DATE_TIME;
      case "instant" -> INSTANT;
      case "time" -> TIME;
      case "base64Binary" -> BASE64;
      case "xhtml" -> XHTML;
      default -> null;
    };
  }

  boolean fits(JsonNode value) {
    return switch (this) {
      case BOOLEAN -> value.isBoolean();
      case INTEGER -> whole(value, Integer.MIN_VALUE);
      case POSITIVE -> whole(value, 1);
      case UNSIGNED -> whole(value, 0);
      case DECIMAL -> value.isNumber() && bounded(value);
      default -> value.isString() && fits(value.stringValue());
    };
  }

  private boolean fits(String text) {
    return switch (this) {
      case URI -> Lexical.isUri(text);
      case OID -> OID_FORM.matcher(text).matches();
      case UUID -> UUID_FORM.matcher(text).matches();
      case CODE -> Lexical.isCode(text);
      case ID -> Lexical.isId(text);
      case DATE -> Lexical.isDate(text);
      case DATE_TIME -> Lexical.isDateTime(text);
      case INSTANT -> Lexical.isInstant(text);
      case TIME -> Lexical.isTime(text, 0, text.length());
      case BASE64 -> Lexical.isBase64(text);
      case XHTML -> Narrative.isSafe(text);
      default -> Lexical.isText(text);
    };
  }

  private static boolean whole(JsonNode value, int min) {
    return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= min;
  }

  /// A number's exponent can cost more than its text: it is looked at, never expanded.
  private static boolean bounded(JsonNode value) {
    if (value.isInt() || value.isLong()) {
      return true;
    }
    BigDecimal decimal =
        value.isBigDecimal() ? value.decimalValue() : new BigDecimal(value.bigIntegerValue());
    return Math.abs((long) decimal.scale()) <= EXPONENT_MAX;
  }
}
