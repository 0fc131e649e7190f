package org.tessera.dicom.net;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// Another side that can be called.
///
/// @param title its AE title, at most 16 characters
/// @param ownTitle what we call ourselves
/// @param connectMax how long connecting may take
/// @param tls when the connection is to be encrypted
public record RemotePeer(
    String host,
    int port,
    String title,
    String ownTitle,
    Duration connectMax,
    NetLimits limits,
    Optional<SSLContext> tls) {
  private static final int TITLE_MAX = 16;
  private static final Pattern WRITTEN =
      Pattern.compile("([^@]+)@(\\[[0-9A-Fa-f:.]+\\]|[^@:\\s]+):(\\d{1,5})");

  /// @throws IllegalArgumentException for a port or title that cannot be one
  public RemotePeer {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535");
    }
    requireTitle(title);
    requireTitle(ownTitle);
  }

  /// A peer reached without encryption, with the usual limits.
  public static RemotePeer of(String host, int port, String title, String ownTitle) {
    return new RemotePeer(
        host, port, title, ownTitle, Duration.ofSeconds(10), NetLimits.USUAL, Optional.empty());
  }

  /// A peer as people write it: `TITLE@host:port`, an IPv6 address in brackets.
  ///
  /// @throws IllegalArgumentException for what is written otherwise
  public static RemotePeer parse(String text, String ownTitle) {
    Matcher parts = WRITTEN.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("expected TITLE@host:port");
    }
    String host = parts.group(2).replaceAll("[\\[\\]]", "");
    return of(host, Integer.parseInt(parts.group(3)), parts.group(1).strip(), ownTitle);
  }

  /// The same peer, called under another title of ours.
  public RemotePeer as(String otherOwnTitle) {
    return new RemotePeer(host, port, title, otherOwnTitle, connectMax, limits, tls);
  }

  /// The same peer over TLS.
  public RemotePeer over(SSLContext context) {
    return new RemotePeer(host, port, title, ownTitle, connectMax, limits, Optional.of(context));
  }

  /// Refuses what is no AE title.
  ///
  /// @throws IllegalArgumentException saying what one is
  public static void requireTitle(String title) {
    boolean sound =
        !title.isBlank()
            && title.length() <= TITLE_MAX
            && title.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
    if (!sound) {
      throw new IllegalArgumentException(
          "an AE title has 1 to 16 ASCII characters and no backslash");
    }
  }
}
