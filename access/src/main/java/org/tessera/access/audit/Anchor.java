package org.tessera.access.audit;

import java.util.HexFormat;
import java.util.Optional;

/// A row of the audit trail as somebody outside the node may keep it: whoever rewrites the trail
/// with all its hashes cannot rewrite that.
///
/// @param id the number of the row
/// @param hash the hash of the row and all before it, 64 hexadecimal digits
public record Anchor(long id, String hash) {
  /// Reads what [#toString] writes, empty if it is something else.
  public static Optional<Anchor> parse(String text) {
    String[] parts = text.strip().split(":", -1);
    return parts.length == 2 && parts[0].matches("[0-9]{1,18}") && parts[1].matches("[0-9a-f]{64}")
        ? Optional.of(new Anchor(Long.parseLong(parts[0]), parts[1]))
        : Optional.empty();
  }

  static Anchor of(long id, byte[] hash) {
    return new Anchor(id, HexFormat.of().formatHex(hash));
  }

  @Override
  public String toString() {
    return id + ":" + hash;
  }
}
