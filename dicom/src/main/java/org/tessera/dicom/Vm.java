package org.tessera.dicom;

/// A value multiplicity of PS3.6: how many values an attribute has, and in which steps.
///
/// @param step values come in multiples of this beyond the least, as in `2-2n`
/// @param most `Integer.MAX_VALUE` when there is no upper bound
public record Vm(int least, int most, int step) {
  /// Parses `1`, `1-3`, `1-n` or `2-2n`; anything else is `1-n`, which forbids nothing.
  static Vm parse(String text) {
    int dash = text.indexOf('-');
    try {
      int least = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
      if (dash < 0) {
        return new Vm(least, least, 1);
      }
      String upper = text.substring(dash + 1);
      if (!upper.endsWith("n")) {
        return new Vm(least, Integer.parseInt(upper), 1);
      }
      String step = upper.substring(0, upper.length() - 1);
      return new Vm(least, Integer.MAX_VALUE, step.isEmpty() ? 1 : Integer.parseInt(step));
    } catch (NumberFormatException _) {
      return new Vm(1, Integer.MAX_VALUE, 1);
    }
  }

  /// Whether so many values are allowed.
  public boolean allows(int count) {
    return count >= least && count <= most && (count - least) % step == 0;
  }

  @Override
  public String toString() {
    if (most == least) {
      return Integer.toString(least);
    }
    return least + "-" + (most < Integer.MAX_VALUE ? most : step == 1 ? "n" : step + "n");
  }
}
