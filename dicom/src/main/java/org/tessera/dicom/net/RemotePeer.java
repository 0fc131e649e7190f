package org.tessera.dicom.net;

import java.time.Duration;
import java.util.Optional;
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

  /// The same peer over TLS.
  public RemotePeer over(SSLContext context) {
    return new RemotePeer(host, port, title, ownTitle, connectMax, limits, Optional.of(context));
  }

  /// The same peer with other limits.
  public RemotePeer with(NetLimits other) {
    return new RemotePeer(host, port, title, ownTitle, connectMax, other, tls);
  }

  static void requireTitle(String title) {
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
