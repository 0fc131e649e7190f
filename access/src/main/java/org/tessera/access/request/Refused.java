package org.tessera.access.request;

/// A step that may not be taken, with the reason in words for the page.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refused(String reason) {
    super(reason);
  }
}
