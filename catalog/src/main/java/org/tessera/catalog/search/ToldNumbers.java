package org.tessera.catalog.search;

import org.tessera.catalog.Count;

/// Numbers counted elsewhere, told as the catalogue tells its own.
public final class ToldNumbers {
  private ToldNumbers() {}

  /// So many patients.
  ///
  /// @param exact for who may see the patients themselves
  public static Count patients(long number, boolean exact) {
    return telling(exact).count(number);
  }

  /// So many entries of so many patients.
  ///
  /// @param exact for who may see the patients themselves
  public static Count entries(long number, long patients, boolean exact) {
    return telling(exact).entries(number, patients);
  }

  private static Telling telling(boolean exact) {
    return exact ? Telling.EXACT : Telling.SUPPRESSED;
  }
}
