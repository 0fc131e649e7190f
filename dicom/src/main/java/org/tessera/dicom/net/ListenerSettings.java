package org.tessera.dicom.net;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// How a listener stands.
///
/// @param address where it listens; port 0 takes any free one
/// @param folder where arriving instances are written; the listener's alone, left-overs of a
///   process that died are removed at the start
/// @param callers the AE titles that may call; any when empty
/// @param tls when connections are encrypted
/// @param clientCertificates whether callers must show a certificate that the context trusts
public record ListenerSettings(
    InetSocketAddress address,
    Path folder,
    Set<String> callers,
    NetLimits limits,
    Optional<SSLContext> tls,
    boolean clientCertificates) {

  /// A listener for anybody, without encryption, with the usual limits.
  public static ListenerSettings of(InetSocketAddress address, Path folder) {
    return new ListenerSettings(
        address, folder, Set.of(), NetLimits.USUAL, Optional.empty(), false);
  }

  /// The same, for these callers alone.
  public ListenerSettings withCallers(Set<String> titles) {
    return new ListenerSettings(
        address, folder, Set.copyOf(titles), limits, tls, clientCertificates);
  }

  /// The same with other limits.
  public ListenerSettings with(NetLimits other) {
    return new ListenerSettings(address, folder, callers, other, tls, clientCertificates);
  }

  /// The same over TLS.
  public ListenerSettings over(SSLContext context, boolean withClientCertificates) {
    return new ListenerSettings(
        address, folder, callers, limits, Optional.of(context), withClientCertificates);
  }
}
