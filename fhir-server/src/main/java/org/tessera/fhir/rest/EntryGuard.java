package org.tessera.fhir.rest;

import jakarta.servlet.http.HttpServletRequest;

/// Says whether who sends a bundle may do what one of its entries asks, as if it came alone: a
/// bundle must open no door that is shut to its sender.
@FunctionalInterface
public interface EntryGuard {
  /// Decides on one entry.
  ///
  /// @param bundle the request that carries the bundle; it knows who sent it
  /// @param method of the entry, in upper case
  /// @param path of the entry below the base, with a slash at its start
  boolean allows(HttpServletRequest bundle, String method, String path);
}
