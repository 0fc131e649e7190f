package org.tessera.access.pack;

/// A package that cannot be built now, with the reason in words for the page; it is tried again.
public final class NotReady extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotReady(String reason) {
    super(reason);
  }
}
