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
/// @param calledTitles the AE titles it answers to; any when empty
/// @param callingTitles the AE titles it answers; any when empty
/// @param tls when connections are encrypted
/// @param clientCertificates whether callers must show a certificate that the context trusts
public record ListenerSettings(
    InetSocketAddress address,
    Path folder,
    Set<String> calledTitles,
    Set<String> callingTitles,
    NetLimits limits,
    Optional<SSLContext> tls,
    boolean clientCertificates) {

  /// A listener for anybody, without encryption, with the usual limits.
  public static ListenerSettings of(InetSocketAddress address, Path folder) {
    return new ListenerSettings(
        address, folder, Set.of(), Set.of(), NetLimits.USUAL, Optional.empty(), false);
  }

  /// The same, answering only these titles.
  public ListenerSettings withTitles(Set<String> called, Set<String> calling) {
    return new ListenerSettings(
        address, folder, Set.copyOf(called), Set.copyOf(calling), limits, tls, clientCertificates);
  }

  /// The same with other limits.
  public ListenerSettings with(NetLimits other) {
    return new ListenerSettings(
        address, folder, calledTitles, callingTitles, other, tls, clientCertificates);
  }

  /// The same over TLS.
  public ListenerSettings over(SSLContext context, boolean withClientCertificates) {
    return new ListenerSettings(
        address,
        folder,
        calledTitles,
        callingTitles,
        limits,
        Optional.of(context),
        withClientCertificates);
  }
}
