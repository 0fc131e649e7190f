package org.tessera.etl.deidentify;

import java.io.ByteArrayOutputStream;

/// Unpacks runs of PS3.5 annex G, apart from the code that is tested.
final class PackedRuns {
  private PackedRuns() {}

  static byte[] unpack(byte[] packed) {
    var plain = new ByteArrayOutputStream();
    int at = 0;
    while (at < packed.length) {
      int control = packed[at++];
      if (control >= 0) {
        int count = Math.min(control + 1, packed.length - at);
        plain.write(packed, at, count);
        at += count;
      } else if (control > -128 && at < packed.length) {
        for (int i = 0; i < 1 - control; i++) {
          plain.write(packed[at]);
        }
        at++;
      }
    }
    return plain.toByteArray();
  }
}
