package org.tessera.fhir.subscription;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which hosts the server may call: none unless the operator names them, because a subscription
/// could otherwise make the server call whatever it can reach.
///
/// @param names as `host` or `host:port`, in lower case
public record AllowedHosts(Set<String> names) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// Reads a list separated by commas.
  public static AllowedHosts parse(String text) {
    return new AllowedHosts(
        Arrays.stream(text.split(",", -1))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// Why an address may not be called, empty if it may.
  Optional<String> refusal(URI address) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    String scheme = address.getScheme() == null ? "" : address.getScheme();
    if (host.isEmpty() || address.getUserInfo() != null || address.getFragment() != null) {
      return Optional.of("the endpoint is no plain address");
    }
    if (!names.contains(host) && !names.contains(host + ":" + address.getPort())) {
      return Optional.of("the endpoint's host is not among those the operator allows");
    }
    boolean safe = scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host));
    return safe ? Optional.empty() : Optional.of("the endpoint must be reached by https");
  }
}
