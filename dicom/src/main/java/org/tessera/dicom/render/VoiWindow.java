package org.tessera.dicom.render;

import java.util.Locale;
import java.util.Optional;

/// Which values become grey between black and white, PS3.3 C.11.2.1.2.
public record VoiWindow(double center, double width, Function function) {
  /// How grey follows value.
  public enum Function {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID;

    /// The function with this defined term; with another, or none, it is linear.
    public static Function of(Optional<String> term) {
      return switch (term.orElse("").toUpperCase(Locale.ROOT)) {
        case "LINEAR_EXACT", "LINEAR-EXACT" -> LINEAR_EXACT;
        case "SIGMOID" -> SIGMOID;
        default -> LINEAR;
      };
    }
  }

  /// Whether it shows anything: a linear width is at least 1, any other more than 0.
  public boolean isSound() {
    boolean finite = Double.isFinite(center) && Double.isFinite(width);
    return finite && (function == Function.LINEAR ? width >= 1 : width > 0);
  }

  /// The share of white at a value, 0 to 1.
  double at(double value) {
    return switch (function) {
      case LINEAR -> linear(value);
      case LINEAR_EXACT -> Math.clamp((value - center) / width + 0.5, 0, 1);
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
    };
  }

  private double linear(double value) {
    double from = center - 0.5 - (width - 1) / 2;
    if (value <= from) {
      return 0;
    }
    return value > from + width - 1 ? 1 : (value - (center - 0.5)) / (width - 1) + 0.5;
  }
}
