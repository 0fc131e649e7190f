package org.tessera.etl.imaging;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.dicom.net.TlsStores;

/// What a node's settings say of DICOM over the network, all below `tessera.dicom.`.
///
/// @param address where it listens: this machine alone unless an operator says otherwise
/// @param port 0 for not at all
/// @param titles AE titles that stand for a study, in capital letters
/// @param callers AE titles that may call, with the address their answers go to where there is one;
///   anybody when empty
/// @param tls keys and trust, where connections are to be encrypted
/// @param clientCertificates whether callers must show a certificate that is trusted
public record NetworkSettings(
    InetAddress address,
    int port,
    Map<String, String> titles,
    Map<String, Optional<RemotePeer>> callers,
    Optional<SSLContext> tls,
    boolean clientCertificates) {
  private static final String PREFIX = "tessera.dicom.";

  /// Reads them.
  ///
  /// @param setting the value of a setting by its whole name, empty where it is not set
  /// @throws IllegalStateException naming the setting, what is wrong and what would be right
  public static NetworkSettings read(UnaryOperator<String> setting) {
    return new Reading(name -> setting.apply(PREFIX + name).strip()).read();
  }

  /// Where it listens.
  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  /// A title as it is compared: people write them in either case.
  static String fold(String title) {
    return title.strip().toUpperCase(Locale.ROOT);
  }

  private record Reading(UnaryOperator<String> setting) {
    NetworkSettings read() {
      InetAddress address = address();
      boolean certificates = certificates();
      Optional<SSLContext> tls = tls(certificates);
      Map<String, Optional<RemotePeer>> callers = callers(tls);
      int port = port();
      boolean vouched = tls.isPresent() && certificates;
      boolean anybody = setting.apply("callers").equals("*");
      if (port > 0 && !address.isLoopbackAddress() && callers.isEmpty() && !vouched && !anybody) {
        throw wrong(
            "callers",
            "tessera.dicom.address lets other machines call, and nobody is named who may: name them"
                + " (tessera.dicom.callers=CT1,PACS1@pacs.example:104), ask for certificates"
                + " (tessera.dicom.tls.key-store), or write * for whoever reaches the port");
      }
      return new NetworkSettings(address, port, titles(), callers, tls, certificates);
    }

    private InetAddress address() {
      String address = setting.apply("address");
      try {
        return InetAddress.getByName(address.isEmpty() ? "127.0.0.1" : address);
      } catch (UnknownHostException e) {
        throw wrong("address", address + " is no address of this machine");
      }
    }

    private int port() {
      String port = setting.apply("port");
      if (port.isEmpty()) {
        return 0;
      }
      if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
        throw wrong("port", "a port is a number from 1 to 65535, or 0 for none");
      }
      return Integer.parseInt(port);
    }

    private Map<String, String> titles() {
      Map<String, String> titles = new TreeMap<>();
      for (String part : parts("titles")) {
        int equals = part.indexOf('=');
        if (equals < 1) {
          throw wrong("titles", "expected TITLE=study, found " + part);
        }
        titles.put(fold(part.substring(0, equals)), part.substring(equals + 1).strip());
      }
      return titles;
    }

    private Map<String, Optional<RemotePeer>> callers(Optional<SSLContext> tls) {
      Map<String, Optional<RemotePeer>> callers = new TreeMap<>();
      for (String part : parts("callers")) {
        if (part.equals("*")) {
          continue;
        }
        try {
          String title = part.contains("@") ? part.substring(0, part.indexOf('@')) : part;
          RemotePeer.requireTitle(title);
          Optional<RemotePeer> peer =
              part.contains("@")
                  ? Optional.of(RemotePeer.parse(part, "TESSERA"))
                  : Optional.empty();
          callers.put(title, peer.map(plain -> tls.map(plain::over).orElse(plain)));
        } catch (IllegalArgumentException e) {
          throw wrong("callers", part + ": " + e.getMessage());
        }
      }
      return callers;
    }

    private Set<String> parts(String name) {
      Set<String> parts = new TreeSet<>();
      for (String part : setting.apply(name).split(",", -1)) {
        if (!part.isBlank()) {
          parts.add(part.strip());
        }
      }
      return parts;
    }

    private boolean certificates() {
      return switch (setting.apply("tls.client-certificates")) {
        case "", "required" -> true;
        case "none" -> false;
        default -> throw wrong("tls.client-certificates", "is required or none");
      };
    }

    private Optional<SSLContext> tls(boolean certificates) {
      Optional<TlsStores.Store> keys = store("tls.key-store");
      Optional<TlsStores.Store> trust = store("tls.trust-store");
      if (keys.isEmpty()) {
        if (trust.isPresent()) {
          throw wrong("tls.key-store", "TLS needs the node's own key and certificate");
        }
        return Optional.empty();
      }
      if (certificates && trust.isEmpty()) {
        throw wrong(
            "tls.trust-store",
            "names the certificates that callers may show, or those of their issuers; without it"
                + " anybody's would do (tessera.dicom.tls.client-certificates=none asks for none)");
      }
      try {
        return Optional.of(TlsStores.open(keys, trust));
      } catch (IllegalArgumentException e) {
        throw wrong("tls", String.valueOf(e.getMessage()));
      }
    }

    private Optional<TlsStores.Store> store(String name) {
      String file = setting.apply(name);
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(new TlsStores.Store(Path.of(file), setting.apply(name + "-password")));
    }

    private static IllegalStateException wrong(String name, String words) {
      return new IllegalStateException(PREFIX + name + ": " + words);
    }
  }
}
