package org.tessera.fhir.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A loopback port nobody listens on at this moment.
final class FreePort {
  private FreePort() {}

  static int find() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
