package org.tessera.access.identity;

import org.jspecify.annotations.Nullable;

/// Where somebody goes after sign-in.
public final class LocalPath {
  private LocalPath() {}

  /// Only a path of this node: a link must not be able to send people elsewhere after sign-in.
  public static String of(@Nullable String next) {
    if (next == null || !next.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?")) {
      return "/";
    }
    return next;
  }
}
