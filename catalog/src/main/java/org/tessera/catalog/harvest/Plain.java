package org.tessera.catalog.harvest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes what others sent fit for a page.
final class Plain {
  static final int NAME_MAX = 300;
  static final int TEXT_MAX = 2_000;
  static final int VALUES_MAX = 50;

  private Plain() {}

  /// A text without signs that are none, and not longer than this.
  static String text(String sent, int charactersMax) {
    String plain = sent.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    return plain.length() <= charactersMax
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, plain.codePointCount(0, charactersMax)));
  }

  /// An address a page may lead to.
  static Optional<String> page(String sent) {
    try {
      URI address = new URI(sent);
      boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      return web && address.getHost() != null && sent.length() <= TEXT_MAX
          ? Optional.of(sent)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static OptionalLong number(String sent) {
    return sent.matches("\\d{1,10}") ? OptionalLong.of(Long.parseLong(sent)) : OptionalLong.empty();
  }
}
