package org.tessera.mappings;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/// What a value is multiplied by when its unit changes. https://ucum.org/ucum
final class Units {
  /// More digits than any measurement has, few enough to keep 2.54 from becoming 2.5399999….
  private static final MathContext DIGITS = new MathContext(12);

  /// The library rounds to as many digits as it is given.
  private static final int MANY = 1_000_000_000;

  private Units() {}

  private static final class Library {
    static final UcumEssenceService SERVICE = load();

    private static UcumEssenceService load() {
      try (InputStream essence =
          UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
        return new UcumEssenceService(essence);
      } catch (IOException | UcumException e) {
        throw new IllegalStateException("the table of units cannot be read", e);
      }
    }
  }

  /// The factor from one unit to another; nothing when they measure different things, or one of
  /// them has a zero of its own as degrees Celsius have.
  static Optional<BigDecimal> factor(String from, String to) {
    try {
      BigDecimal once = convert(MANY, from, to);
      BigDecimal twice = convert(2 * MANY, from, to);
      BigDecimal off = once.multiply(BigDecimal.TWO).subtract(twice).abs();
      boolean proportional = off.compareTo(twice.abs().movePointLeft(12)) <= 0;
      return proportional && once.signum() > 0
          ? Optional.of(once.divide(BigDecimal.valueOf(MANY), DIGITS))
          : Optional.empty();
    } catch (UcumException e) {
      return Optional.empty();
    }
  }

  private static BigDecimal convert(int value, String from, String to) throws UcumException {
    return new BigDecimal(Library.SERVICE.convert(new Decimal(value), from, to).asDecimal());
  }

  static BigDecimal times(BigDecimal value, BigDecimal factor) {
    BigDecimal exact = value.multiply(factor);
    BigDecimal product = exact.precision() > DIGITS.getPrecision() ? exact.round(DIGITS) : exact;
    BigDecimal plain = product.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
