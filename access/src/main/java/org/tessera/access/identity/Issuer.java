package org.tessera.access.identity;

import java.net.URI;

/// The address this node is known by to others, and writes into its tokens.
record Issuer(String address) {
  /// Whether browsers reach the node by https.
  boolean isSecure() {
    return address.startsWith("https:");
  }

  /// The host name in the address.
  String host() {
    return String.valueOf(URI.create(address).getHost());
  }
}
