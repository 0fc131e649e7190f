package org.tessera.catalog.index;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers between two ends, both included; an end that is missing is open.
public record Span(Optional<BigDecimal> from, Optional<BigDecimal> to) {
  private static final String NUMBER = "(-?\\d{1,9}(?:\\.\\d{1,4})?)?";
  private static final Pattern FORM = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

  /// The span that a text such as `40..60`, `40..` or `..60` names; empty for any other text and
  /// for ends the wrong way round.
  public static Optional<Span> parse(String text) {
    Matcher ends = FORM.matcher(text);
    if (!ends.matches()) {
      return Optional.empty();
    }
    var span =
        new Span(
            Optional.ofNullable(ends.group(1)).map(BigDecimal::new),
            Optional.ofNullable(ends.group(2)).map(BigDecimal::new));
    boolean open = span.from().isEmpty() && span.to().isEmpty();
    boolean turned =
        span.from().isPresent()
            && span.to().isPresent()
            && span.from().get().compareTo(span.to().get()) > 0;
    return open || turned ? Optional.empty() : Optional.of(span);
  }

  /// The same with both ends moved outwards to multiples of a step.
  public Span widened(BigDecimal step) {
    return new Span(
        from.map(end -> on(end, step, RoundingMode.FLOOR)),
        to.map(end -> on(end, step, RoundingMode.CEILING)));
  }

  private static BigDecimal on(BigDecimal end, BigDecimal step, RoundingMode to) {
    BigDecimal widened = end.divide(step, 0, to).multiply(step);
    return widened.compareTo(end) == 0 ? end : widened;
  }

  /// Whether a number lies between the ends.
  public boolean has(BigDecimal number) {
    return from.map(least -> number.compareTo(least) >= 0).orElse(true)
        && to.map(most -> number.compareTo(most) <= 0).orElse(true);
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    return from.map(BigDecimal::toPlainString).orElse("")
        + ".."
        + to.map(BigDecimal::toPlainString).orElse("");
  }
}
