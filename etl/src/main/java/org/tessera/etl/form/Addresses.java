package org.tessera.etl.form;

/// Cell addresses as spreadsheets write them.
final class Addresses {
  private Addresses() {}

  /// The address of column `index` (0 is A) in row `number` (from 1), such as `C17`.
  static String of(int index, long number) {
    return letters(index) + number;
  }

  static String letters(int index) {
    var letters = new StringBuilder();
    for (int rest = index; rest >= 0; rest = rest / 26 - 1) {
      letters.insert(0, (char) ('A' + rest % 26));
    }
    return letters.toString();
  }

  /// The column of an address, 0 for `A1`; -1 where there are no letters.
  static int column(String address) {
    int column = 0;
    for (int at = 0; at < address.length(); at++) {
      char c = address.charAt(at);
      if (c >= 'a' && c <= 'z') {
        c = Character.toUpperCase(c);
      }
      if (c < 'A' || c > 'Z') {
        break;
      }
      column = column * 26 + (c - 'A' + 1);
      if (column > 1 << 20) {
        return -1;
      }
    }
    return column - 1;
  }

  /// The row of an address, 17 for `C17`; 0 where there is none.
  static long row(String address) {
    long row = 0;
    for (int at = 0; at < address.length(); at++) {
      char c = address.charAt(at);
      if (c >= '0' && c <= '9') {
        row = Math.min(row * 10 + (c - '0'), Integer.MAX_VALUE);
      }
    }
    return row;
  }
}
