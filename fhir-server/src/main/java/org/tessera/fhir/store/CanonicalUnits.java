package org.tessera.fhir.store;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Converts quantities to UCUM's base units, so that 5 g and 5000 mg are the same.
///
/// What every quantity of a unit is multiplied by is asked of the UCUM library once a unit.
/// https://ucum.org/ucum
public final class CanonicalUnits {
  /// FHIR's name for the system of units that can be converted.
  public static final String UCUM = "http://unitsofmeasure.org";

  private static final Logger log = LoggerFactory.getLogger(CanonicalUnits.class);
  private static final int UNITS_MAX = 10_000;
  private static final int UNIT_LENGTH_MAX = 100;
  private static final Canonical AS_WRITTEN = new Canonical(0, 1, 0);

  /// Scales with a zero of their own, which the library does not convert.
  private static final Map<String, Canonical> TEMPERATURES =
      Map.of(
          "Cel", new Canonical(IndexKeys.unit(UCUM, "K"), 1, 273.15),
          "[degF]", new Canonical(IndexKeys.unit(UCUM, "K"), 5.0 / 9, 459.67 * 5 / 9));

  private static final Map<String, Canonical> known = new ConcurrentHashMap<>(TEMPERATURES);

  /// How the values of one unit become those of its base unit.
  ///
  /// @param unit the hash of the base unit, 0 when values stay as they are written
  public record Canonical(long unit, double factor, double offset) {
    public double convert(double value) {
      return unit == 0 || Double.isInfinite(value) ? value : value * factor + offset;
    }
  }

  private static final class Library {
    static final UcumEssenceService SERVICE = load();

    private static UcumEssenceService load() {
      try (InputStream essence =
          UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
        return new UcumEssenceService(essence);
      } catch (java.io.IOException | UcumException e) {
        throw new IllegalStateException("the table of units cannot be read", e);
      }
    }
  }

  private CanonicalUnits() {}

  /// The conversion for a unit; one that leaves values as they are for units that are not UCUM's,
  /// that UCUM does not know, or whose scale is not linear.
  public static Canonical of(String system, String code) {
    if (!system.equals(UCUM) || code.isEmpty() || code.length() > UNIT_LENGTH_MAX) {
      return AS_WRITTEN;
    }
    Canonical conversion = known.get(code);
    if (conversion == null) {
      conversion = ask(code);
      if (known.size() < UNITS_MAX) {
        known.put(code, conversion);
      }
    }
    return conversion;
  }

  private static Canonical ask(String code) {
    try {
      Pair zero = canonical("0", code);
      double offset = value(zero);
      double factor = value(canonical("1000000", code)) / 1e6 - offset / 1e6;
      double expected = factor * 7 + offset;
      double found = value(canonical("7", code));
      boolean linear = Math.abs(found - expected) <= Math.abs(expected) * 1e-9;
      return linear && factor != 0
          ? new Canonical(IndexKeys.unit(UCUM, zero.getCode()), factor, offset)
          : AS_WRITTEN;
    } catch (UcumException | RuntimeException e) {
      log.debug("a unit is not UCUM's, its values are compared as written", e);
      return AS_WRITTEN;
    }
  }

  private static Pair canonical(String value, String code) throws UcumException {
    // The library keeps state while it parses.
    synchronized (CanonicalUnits.class) {
      return Library.SERVICE.getCanonicalForm(new Pair(new Decimal(value, 24), code));
    }
  }

  private static double value(Pair pair) {
    return new BigDecimal(pair.getValue().asDecimal()).doubleValue();
  }
}
